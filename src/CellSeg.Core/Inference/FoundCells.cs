using CellSeg.Imaging.Rows;

namespace CellSeg.Inference;

/// <summary>What was found in an image.</summary>
/// <param name="Labels">The cells.</param>
/// <param name="Count">How many.</param>
internal sealed record FoundCells(ILabelRows Labels, int Count)
{
    /// <summary>Cells that may lack a part.</summary>
    public int CutCount { get; init; }

    /// <summary>Pixels that the network saw for each pixel of the image, along each side.</summary>
    public double Scale { get; init; } = 1;
}
