using CellSeg.Imaging.Rows;

namespace CellSeg.Core.Tests.Imaging.Regions;

/// <summary>Labels of which is known how far they were read, and that are read as if they were not in memory.</summary>
internal sealed class RecordedRows(ILabelRows labels) : ILabelRows
{
    public int Height => labels.Height;

    public int Width => labels.Width;

    public int MaxLabel => labels.MaxLabel;

    /// <summary>The row after the last one that was read.</summary>
    public int Bottom { get; set; }

    /// <summary>The most rows that were read at a time.</summary>
    public int MostRows { get; private set; }

    /// <summary>Rows that were read in all.</summary>
    public int RowsRead { get; private set; }

    public void ReadRows(int top, int rows, Span<int> target)
    {
        Assert.InRange(top, 0, Height - 1);
        Assert.InRange(rows, 1, Height - top);
        (Bottom, MostRows, RowsRead) = (top + rows, Math.Max(MostRows, rows), RowsRead + rows);
        labels.ReadRows(top, rows, target);
    }
}
