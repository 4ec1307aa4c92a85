using CellSeg.Evaluation.Counting;
using CellSeg.Imaging;

namespace CellSeg.Evaluation.Properties;

/// <summary>
/// The one pass over the label image that gives each cell's moments, bounding box and extent in each row.
/// </summary>
internal sealed class CellScan
{
    private readonly LabelIndex _index;
    private readonly List<RowExtent> _extents = [];
    private readonly List<int> _lastExtents = []; // by cell: position in _extents of its lowest row so far
    private readonly List<RowExtent> _rows = [];
    private MomentSum[] _moments = new MomentSum[256];

    private CellScan(int pixelCount)
    {
        _index = new LabelIndex(pixelCount, "Label image");
        CellOfPixel = new int[pixelCount];
    }

    /// <summary>The number of the cell at each pixel, -1 for background.</summary>
    public int[] CellOfPixel { get; }

    /// <summary>How many cells there are.</summary>
    public int Count => _index.Labels.Count;

    /// <summary>The cells' ids, in the order in which a scan by rows meets them, which numbers them from 0.</summary>
    public IReadOnlyList<int> Labels => _index.Labels;

    /// <summary>The moments and the bounding box of each cell, by its number.</summary>
    public ReadOnlySpan<MomentSum> Moments => _moments.AsSpan(0, Count);

    /// <summary>Scans a label image.</summary>
    public static CellScan Create(LabelImage labels)
    {
        var scan = new CellScan(labels.Pixels.Length);
        for (int row = 0; row < labels.Height; row++)
            scan.AddRow(row, labels.Pixels.AsSpan(row * labels.Width, labels.Width));
        return scan;
    }

    /// <summary>A cell's extent in each of its rows from the top; the list is reused by the next call.</summary>
    public List<RowExtent> GetRows(int cell)
    {
        _rows.Clear();
        for (int i = _lastExtents[cell]; i >= 0; i = _extents[i].Previous)
            _rows.Add(_extents[i]);
        _rows.Reverse();
        return _rows;
    }

    private void AddRow(int row, ReadOnlySpan<int> pixels)
    {
        for (int start = 0, end; start < pixels.Length; start = end)
        {
            int label = pixels[start];
            end = pixels[start..].IndexOfAnyExcept(label);
            end = end < 0 ? pixels.Length : start + end;
            int cell = label == 0 ? -1 : AddRun(label, row, start, end);
            CellOfPixel.AsSpan((row * pixels.Length) + start, end - start).Fill(cell);
        }
    }

    private int AddRun(int label, int row, int start, int end)
    {
        int cell = _index.GetNumber(label) - LabelIndex.FirstCell;
        if (cell == _lastExtents.Count)
        {
            if (cell == _moments.Length)
                Array.Resize(ref _moments, cell * 2);
            _moments[cell] = new MomentSum(row, start);
            _lastExtents.Add(-1);
        }
        _moments[cell].AddRun(row, start, end);
        int last = _lastExtents[cell];
        if (last >= 0 && _extents[last].Row == row)
        {
            _extents[last] = _extents[last] with { Right = end - 1 };
        }
        else
        {
            _lastExtents[cell] = _extents.Count;
            _extents.Add(new RowExtent(row, start, end - 1, last));
        }
        return cell;
    }
}

/// <summary>The first and last column of a cell in a row, and where the extent of its row before is kept (-1: none).</summary>
internal readonly record struct RowExtent(int Row, int Left, int Right, int Previous);
