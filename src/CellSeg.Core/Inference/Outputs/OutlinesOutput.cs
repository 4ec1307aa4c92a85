using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Regions;

namespace CellSeg.Inference.Outputs;

/// <summary>
/// The outlines of the cells as text, <c>NAME_outlines.txt</c>, in the way of Cellpose's <c>_cp_outlines.txt</c>: a line a cell, in
/// ascending order of id, with x and y of one corner after the other, separated by commas. A line has room for one ring: that around
/// the largest piece of the cell, which is the first among equals. Corners are those of pixels, so that the filled ring has the
/// pixels of the piece, and its holes.
/// </summary>
internal sealed class OutlinesOutput : SegmentationOutput
{
    /// <inheritdoc/>
    public override string Name => "Outlines";

    /// <inheritdoc/>
    public override string Suffix => ImageFiles.OutlinesSuffix + ".txt";

    /// <inheritdoc/>
    public override void Write(string path, SegmentedFrame frame)
    {
        using var text = new StreamWriter(path);
        foreach (var cell in frame.Cells.Read())
        {
            string separator = "";
            foreach (var corner in OutlineTracer.Trace(cell).MaxBy(piece => piece.Area)!.Outer)
            {
                text.Write(FormattableString.Invariant($"{separator}{corner.X},{corner.Y}"));
                separator = ",";
            }
            text.Write('\n');
        }
    }
}
