using System.Numerics;

namespace CellSeg.Imaging.Morphology;

/// <summary>The lowest and the highest of many values.</summary>
internal readonly record struct ValueRange(float Minimum, float Maximum)
{
    /// <summary>The range of values none of which is NaN; of no values it is empty: from positive to negative infinity.</summary>
    public static ValueRange Of(ReadOnlySpan<float> values)
    {
        float minimum = float.PositiveInfinity, maximum = float.NegativeInfinity;
        int i = 0;
        if (values.Length >= Vector<float>.Count)
        {
            var low = new Vector<float>(minimum);
            var high = new Vector<float>(maximum);
            for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var next = new Vector<float>(values[i..]);
                low = Vector.Min(low, next);
                high = Vector.Max(high, next);
            }
            for (int lane = 0; lane < Vector<float>.Count; lane++)
                (minimum, maximum) = (Math.Min(minimum, low[lane]), Math.Max(maximum, high[lane]));
        }
        for (; i < values.Length; i++)
            (minimum, maximum) = (Math.Min(minimum, values[i]), Math.Max(maximum, values[i]));
        return new ValueRange(minimum, maximum);
    }
}
