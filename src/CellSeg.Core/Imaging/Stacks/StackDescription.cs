namespace CellSeg.Imaging.Stacks;

/// <summary>What a file tells of its pages.</summary>
/// <param name="Layout">Which page is what.</param>
/// <param name="PixelSize">Micrometres a pixel; null where nothing is said, or the two directions differ.</param>
internal sealed record StackDescription(PlaneLayout Layout, double? PixelSize = null)
{
    // Sizes that differ by less are the same but for rounding.
    private const double SamePixelSize = 0.01;

    /// <summary>Names of the channels whose numbers lie together in one page; empty without names.</summary>
    public string[] SampleNames { get; init; } = [];

    /// <summary>One size of a pixel from its width and height, of which none may be known.</summary>
    public static double? FindPixelSize(double? width, double? height)
        => width is > 0 and var x && double.IsFinite(x) && Math.Abs((height ?? x) - x) <= SamePixelSize * x ? x : null;
}
