namespace CellSeg.Inference.Decoding;

/// <summary>What the decoders' options have in common when they are checked.</summary>
internal static class OptionCheck
{
    /// <summary>Throws unless a number is 0 or more and finite.</summary>
    public static void NotNegative(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new CellSegException(name, $"{value} is not a number of 0 or more", "Give 0 or more");
    }

    /// <summary>Throws unless a number is finite.</summary>
    public static void Finite(float value, string name)
    {
        if (!float.IsFinite(value))
            throw new CellSegException(name, $"{value} is not a finite number", "Give a threshold such as 0.1");
    }
}
