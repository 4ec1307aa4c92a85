using NetVips;

namespace CellSeg.Imaging.Writing;

/// <summary>What values there are, and so the smallest type of numbers that keeps all of them.</summary>
internal sealed class SampleRange
{
    private bool _isFraction;
    private float _largest;

    /// <summary>The smallest type: 8 or 16 bits for whole numbers from 0, else float32, which is what images are in memory.</summary>
    public Enums.BandFormat Format => _isFraction || _largest > ushort.MaxValue ? Enums.BandFormat.Float
        : _largest > byte.MaxValue ? Enums.BandFormat.Ushort
        : Enums.BandFormat.Uchar;

    /// <summary>Looks at some more values.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        if (_isFraction)
            return;
        foreach (float value in values)
        {
            // Turned round, so that what is not a number is none of the whole ones either.
            if (!(value >= 0 && value == MathF.Floor(value)))
            {
                _isFraction = true;
                return;
            }
            _largest = MathF.Max(_largest, value);
        }
    }
}
