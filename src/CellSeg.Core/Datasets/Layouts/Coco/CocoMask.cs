using System.Text.Json;
using CellSeg.Imaging;

namespace CellSeg.Datasets.Layouts.Coco;

/// <summary>The region of one annotation of COCO: polygons, all pixels of which belong to it, or run lengths.</summary>
internal static class CocoMask
{
    /// <summary>Gives an id to those pixels of the region that have none.</summary>
    /// <param name="segmentation">The property of that name.</param>
    /// <param name="labels">The label image.</param>
    /// <param name="id">The id, above 0.</param>
    /// <returns>How many pixels got it.</returns>
    /// <exception cref="FormatException">The region makes no sense, or is one of another image's size.</exception>
    public static int Paint(JsonElement segmentation, LabelImage labels, int id) => segmentation.ValueKind switch
    {
        JsonValueKind.Array => PaintPolygons(segmentation, labels, id),
        JsonValueKind.Object => PaintRuns(segmentation, labels, id),
        _ => throw new FormatException("it has neither polygons nor run lengths"),
    };

    /// <summary>The run lengths of one cell of a label image.</summary>
    /// <param name="labels">The label image.</param>
    /// <param name="cell">The cell and the rows and columns that it lies in.</param>
    public static IReadOnlyList<int> GetCounts(LabelImage labels, CellBox cell)
    {
        var counts = new List<int>();
        int run = 0;
        bool isInside = false;
        // Only the box is looked at; what lies before, above, below and behind it is outside.
        Add(false, cell.Left * labels.Height);
        for (int x = cell.Left; x < cell.Right; x++)
        {
            Add(false, cell.Top);
            for (int y = cell.Top; y < cell.Bottom; y++)
                Add(labels[y, x] == cell.Label, 1);
            Add(false, labels.Height - cell.Bottom);
        }
        Add(false, (labels.Width - cell.Right) * labels.Height);
        counts.Add(run);
        return counts;

        void Add(bool belongs, int count)
        {
            if (belongs != isInside && count > 0)
            {
                counts.Add(run);
                (run, isInside) = (0, belongs);
            }
            run += count;
        }
    }

    private static int PaintPolygons(JsonElement polygons, LabelImage labels, int id)
    {
        int painted = 0;
        foreach (var polygon in polygons.EnumerateArray())
        {
            double[] corners = ReadCorners(polygon);
            foreach (var (row, first, end) in PolygonFill.GetRuns(corners, labels.Height, labels.Width))
                painted += Fill(labels.Pixels.AsSpan((row * labels.Width) + first, end - first), id);
        }
        return painted;
    }

    private static double[] ReadCorners(JsonElement polygon)
    {
        if (polygon.ValueKind != JsonValueKind.Array || polygon.EnumerateArray().Any(number => number.ValueKind != JsonValueKind.Number))
            throw new FormatException("its polygon is no list of numbers");
        double[] corners = [.. polygon.EnumerateArray().Select(number => number.GetDouble())];
        return corners.Length >= 6 && corners.Length % 2 == 0 && corners.All(double.IsFinite)
            ? corners
            : throw new FormatException($"its polygon has {corners.Length} numbers, which are not x and y of three corners or more");
    }

    private static int Fill(Span<int> pixels, int id)
    {
        int painted = 0;
        foreach (ref int pixel in pixels)
        {
            if (pixel != 0)
                continue;
            pixel = id;
            painted++;
        }
        return painted;
    }

    private static int PaintRuns(JsonElement mask, LabelImage labels, int id)
    {
        if (!mask.TryGetProperty("size", out var size) || !mask.TryGetProperty("counts", out var encoded)
            || size.ValueKind != JsonValueKind.Array || size.GetArrayLength() != 2
            || !TryGetNumber(size[0], out int height) || !TryGetNumber(size[1], out int width))
            throw new FormatException("its run lengths do not say of which size they are");
        if ((height, width) != (labels.Height, labels.Width))
            throw new FormatException($"its mask is {height} x {width}, the image is {labels.Height} x {labels.Width}");
        var counts = RunLengths.Read(encoded);
        long total = counts.Sum(count => (long)count);
        if (total != (long)height * width)
            throw new FormatException($"its run lengths cover {total} pixels, the image has {(long)height * width}");
        int place = 0, painted = 0;
        for (int i = 0; i < counts.Count; place += counts[i++])
        {
            if (i % 2 == 0)
                continue;
            for (int p = place; p < place + counts[i]; p++)
                painted += Fill(labels.Pixels.AsSpan((p % height * width) + (p / height), 1), id);
        }
        return painted;
    }

    private static bool TryGetNumber(JsonElement element, out int number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out number);
    }
}
