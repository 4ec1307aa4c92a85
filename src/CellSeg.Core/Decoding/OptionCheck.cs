using CellSeg.Decoding.Steps;
namespace CellSeg.Decoding;

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

    /// <summary>Throws unless there is such a method and the prominence is above 0 and finite.</summary>
    public static void Markers(MarkerMethod method, float prominence)
    {
        if (!(prominence > 0 && float.IsFinite(prominence)))
            throw new CellSegException("Prominence", $"{prominence} is not above 0", "Give a number such as 0.1");
        if (!Enum.IsDefined(method))
            throw new CellSegException(nameof(MarkerMethod), $"there is no method {method}", "Choose one of " + string.Join(", ", Enum.GetNames<MarkerMethod>()));
    }
}
