using CellSeg.Imaging.Codecs;

namespace CellSeg.Datasets.Layouts.DeepCell.Writing;

/// <summary>What the values of images have in common, to store them in as few bytes as they need.</summary>
/// <param name="Least">The least value.</param>
/// <param name="Greatest">The greatest value.</param>
/// <param name="AreWhole">Whether all are whole numbers, which NaN and infinities are not.</param>
internal readonly record struct NumberRange(float Least, float Greatest, bool AreWhole)
{
    /// <summary>That of no values.</summary>
    public static NumberRange Empty { get; } = new(float.PositiveInfinity, float.NegativeInfinity, AreWhole: true);

    /// <summary>The smallest type that has all of the values.</summary>
    public SampleType Type => !AreWhole || Least < 0 || Greatest > ushort.MaxValue ? SampleType.Single
        : Greatest > byte.MaxValue ? SampleType.UInt16
        : SampleType.UInt8;

    /// <summary>The range of these and other values.</summary>
    public NumberRange With(ReadOnlySpan<float> values)
    {
        var (least, greatest, areWhole) = this;
        foreach (float value in values)
        {
            areWhole &= float.IsInteger(value);
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }
        return new NumberRange(least, greatest, areWhole);
    }
}
