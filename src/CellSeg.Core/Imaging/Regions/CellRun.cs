namespace CellSeg.Imaging.Regions;

/// <summary>Pixels of a cell that lie side by side in one row.</summary>
/// <param name="Row">The row in the image.</param>
/// <param name="Start">The first column.</param>
/// <param name="End">The column after the last.</param>
internal readonly record struct CellRun(int Row, int Start, int End)
{
    /// <summary>How many pixels there are.</summary>
    public int Length => End - Start;
}
