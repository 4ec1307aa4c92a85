using System.Numerics;
using System.Runtime.InteropServices;

namespace CellSeg.Imaging.Morphology;

/// <summary>Maps to masks.</summary>
public static class Threshold
{
    /// <summary>Marks the pixels above a threshold, not those equal to it; NaN is not above anything.</summary>
    /// <param name="values">Row-major values.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="mask">Receives true for pixels above it.</param>
    /// <exception cref="ArgumentException">The spans have different lengths.</exception>
    public static void Above(ReadOnlySpan<float> values, float threshold, Span<bool> mask)
    {
        ImageShape.Require(values.Length, mask.Length);
        int step = Vector<float>.Count, i = 0;
        var limit = new Vector<float>(threshold);
        var output = MemoryMarshal.Cast<bool, sbyte>(mask);
        for (; i <= values.Length - (4 * step); i += 4 * step)
        {
            var part = values.Slice(i, 4 * step);
            Pack(
                Vector.GreaterThan(new Vector<float>(part), limit),
                Vector.GreaterThan(new Vector<float>(part[step..]), limit),
                Vector.GreaterThan(new Vector<float>(part[(2 * step)..]), limit),
                Vector.GreaterThan(new Vector<float>(part[(3 * step)..]), limit)).CopyTo(output[i..]);
        }
        for (; i < values.Length; i++)
            mask[i] = values[i] > threshold;
    }

    /// <summary>Marks the pixels without a label.</summary>
    /// <param name="labels">Row-major labels.</param>
    /// <param name="mask">Receives true where the label is 0.</param>
    /// <exception cref="ArgumentException">The spans have different lengths.</exception>
    public static void Background(ReadOnlySpan<int> labels, Span<bool> mask)
    {
        ImageShape.Require(labels.Length, mask.Length);
        int step = Vector<int>.Count, i = 0;
        var output = MemoryMarshal.Cast<bool, sbyte>(mask);
        for (; i <= labels.Length - (4 * step); i += 4 * step)
        {
            var part = labels.Slice(i, 4 * step);
            Pack(
                Vector.Equals(new Vector<int>(part), Vector<int>.Zero),
                Vector.Equals(new Vector<int>(part[step..]), Vector<int>.Zero),
                Vector.Equals(new Vector<int>(part[(2 * step)..]), Vector<int>.Zero),
                Vector.Equals(new Vector<int>(part[(3 * step)..]), Vector<int>.Zero)).CopyTo(output[i..]);
        }
        for (; i < labels.Length; i++)
            mask[i] = labels[i] == 0;
    }

    /// <summary>Four vectors of all or no bits as one of ones and zeros.</summary>
    private static Vector<sbyte> Pack(Vector<int> first, Vector<int> second, Vector<int> third, Vector<int> fourth)
        => Vector.Narrow(Vector.Narrow(first, second), Vector.Narrow(third, fourth)) & Vector<sbyte>.One;
}
