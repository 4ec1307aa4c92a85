using System.Numerics;

namespace CellSeg.Imaging.Morphology;

/// <summary>The extremes of a map.</summary>
internal static class ValueRange
{
    /// <summary>The lowest and the highest value; positive and negative infinity of an empty map.</summary>
    /// <param name="values">Values, none of them NaN.</param>
    public static (float Lowest, float Highest) Find(ReadOnlySpan<float> values)
    {
        var lows = new Vector<float>(float.PositiveInfinity);
        var highs = new Vector<float>(float.NegativeInfinity);
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var next = new Vector<float>(values[i..]);
            lows = Vector.MinNative(lows, next);
            highs = Vector.MaxNative(highs, next);
        }
        float lowest = float.PositiveInfinity, highest = float.NegativeInfinity;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
            (lowest, highest) = (Math.Min(lowest, lows[lane]), Math.Max(highest, highs[lane]));
        foreach (float value in values[i..])
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        return (lowest, highest);
    }
}
