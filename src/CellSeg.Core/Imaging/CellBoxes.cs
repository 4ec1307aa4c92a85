using System.Runtime.InteropServices;
using CellSeg.Imaging.Rows;

namespace CellSeg.Imaging;

/// <summary>Bounding boxes of cells: what a detection network learns (docs/method.md, 3.4), and what formats of annotations store.</summary>
public static class CellBoxes
{
    /// <summary>One box for each label, in ascending order of label; a cell in several pieces has one box.</summary>
    /// <param name="labels">Row-major labels, 0 for background.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <returns>The boxes; none for an empty image.</returns>
    /// <exception cref="ArgumentException">The span has another length than the image.</exception>
    public static List<CellBox> Find(ReadOnlySpan<int> labels, int height, int width)
    {
        if (labels.Length != (long)height * width)
            throw new ArgumentException($"{labels.Length} labels do not make an image of {height} x {width}.", nameof(labels));
        var boxes = new Dictionary<int, CellBox>();
        for (int y = 0; y < height; y++)
            AddRow(boxes, y, labels.Slice(y * width, width));
        return Sort(boxes);
    }

    /// <summary>The same of labels that are read in bands.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="band">Rows that are in memory at a time; some megabytes when null.</param>
    internal static List<CellBox> Find(ILabelRows labels, int? band = null)
    {
        int rowsPerBand = band ?? RowBand.CountRows(labels.Width);
        var boxes = new Dictionary<int, CellBox>();
        var pixels = new int[Math.Min(labels.Height, rowsPerBand) * labels.Width];
        foreach (var (top, count) in RowBand.Cut(labels.Height, rowsPerBand))
        {
            labels.ReadRows(top, count, pixels.AsSpan(0, count * labels.Width));
            for (int y = 0; y < count; y++)
                AddRow(boxes, top + y, pixels.AsSpan(y * labels.Width, labels.Width));
        }
        return Sort(boxes);
    }

    private static void AddRow(Dictionary<int, CellBox> boxes, int y, ReadOnlySpan<int> row)
    {
        for (int x = 0; x < row.Length;)
        {
            int label = row[x];
            int gap = row[x..].IndexOfAnyExcept(label);
            int end = gap < 0 ? row.Length : x + gap;
            if (label > 0)
            {
                ref var box = ref CollectionsMarshal.GetValueRefOrAddDefault(boxes, label, out bool exists);
                box = exists
                    ? new CellBox(label, Math.Min(box.Left, x), box.Top, Math.Max(box.Right, end), y + 1, box.Area + end - x)
                    : new CellBox(label, x, y, end, y + 1, end - x);
            }
            x = end;
        }
    }

    private static List<CellBox> Sort(Dictionary<int, CellBox> boxes) => [.. boxes.Values.OrderBy(box => box.Label)];
}
