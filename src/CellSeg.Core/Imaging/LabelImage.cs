using CellSeg.Imaging.Rows;

namespace CellSeg.Imaging;

/// <summary>
/// A segmentation: one int32 a pixel, 0 for background and one positive id for each cell. Ids may have gaps, and a
/// cell may consist of several pieces; <see cref="Renumber"/> closes the gaps.
/// </summary>
public sealed class LabelImage : ILabelRows
{
    /// <summary>Wraps an existing array; it is not copied.</summary>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="pixels">Row-major ids, <c>height * width</c> of them, none negative.</param>
    /// <exception cref="ArgumentException">The array has another length.</exception>
    public LabelImage(int height, int width, int[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (pixels.Length != (long)height * width)
            throw new ArgumentException($"{pixels.Length} pixels do not make an image of {height} x {width}.", nameof(pixels));
        Height = height;
        Width = width;
        Pixels = pixels;
    }

    /// <summary>Makes an empty label image: background everywhere.</summary>
    public LabelImage(int height, int width) : this(height, width, new int[checked(height * width)]) { }

    /// <summary>Reads all rows of a label image.</summary>
    /// <param name="labels">The rows.</param>
    /// <param name="name">What to call them in errors.</param>
    /// <exception cref="CellSegException">They are more than fit one array.</exception>
    public static LabelImage FromRows(ILabelRows labels, string name = "Labels")
    {
        ArgumentNullException.ThrowIfNull(labels);
        if ((long)labels.Height * labels.Width > Array.MaxLength)
        {
            throw new CellSegException(
                name, $"its {labels.Width} x {labels.Height} labels are more than fit one array", "Cut the image into parts");
        }
        var image = new LabelImage(labels.Height, labels.Width);
        labels.ReadRows(0, labels.Height, image.Pixels);
        return image;
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Row-major ids; the pixel of row y and column x is at <c>y * Width + x</c>.</summary>
    public int[] Pixels { get; }

    /// <summary>The id at a row and column.</summary>
    public int this[int row, int column]
    {
        get => Pixels[(row * Width) + column];
        set => Pixels[(row * Width) + column] = value;
    }

    /// <summary>Whether a neighbour of a pixel lies in the image and has another id; background is an id like any other.</summary>
    /// <param name="row">Row of the pixel.</param>
    /// <param name="column">Column of the pixel.</param>
    /// <param name="down">Rows from the pixel down to the neighbour; negative for up.</param>
    /// <param name="right">Columns from the pixel to the neighbour on its right; negative for the left.</param>
    public bool Differs(int row, int column, int down, int right)
    {
        int y = row + down, x = column + right;
        return (uint)y < (uint)Height && (uint)x < (uint)Width && this[y, x] != this[row, column];
    }

    /// <summary>Whether one of the four neighbours of a pixel lies in the image and has another id.</summary>
    /// <param name="row">Row of the pixel.</param>
    /// <param name="column">Column of the pixel.</param>
    public bool IsEdge(int row, int column) => IsEdge(Pixels, Height, Width, row, column);

    /// <summary>The largest id, 0 in an image without cells.</summary>
    public int MaxLabel => Pixels.Max();

    /// <inheritdoc/>
    public void ReadRows(int top, int rows, Span<int> labels) => Pixels.AsSpan(top * Width, rows * Width).CopyTo(labels);

    /// <summary>How many different ids above 0 there are.</summary>
    public int CountCells() => GetAreas().Count;

    /// <summary>Pixels of each cell by id, in ascending order of id.</summary>
    public SortedDictionary<int, int> GetAreas()
    {
        var areas = new Dictionary<int, int>();
        int last = 0, run = 0;
        // Neighbouring pixels mostly belong to the same cell: one look-up a run, not one a pixel.
        foreach (int label in Pixels)
        {
            if (label == last)
            {
                run++;
                continue;
            }
            Add(last, run);
            (last, run) = (label, 1);
        }
        Add(last, run);
        return new SortedDictionary<int, int>(areas);

        void Add(int label, int count)
        {
            if (label != 0 && count > 0)
                areas[label] = areas.GetValueOrDefault(label) + count;
        }
    }

    /// <summary>A copy whose ids are 1, 2, … in ascending order of the old ids.</summary>
    public LabelImage Renumber()
    {
        var newIds = new Dictionary<int, int> { [0] = 0 };
        int next = 0;
        foreach (int label in GetAreas().Keys)
            newIds[label] = ++next;
        var result = new int[Pixels.Length];
        int last = 0, lastNew = 0;
        for (int i = 0; i < result.Length; i++)
        {
            int label = Pixels[i];
            if (label != last)
                (last, lastNew) = (label, newIds[label]);
            result[i] = lastNew;
        }
        return new LabelImage(Height, Width, result);
    }

    /// <summary>
    /// Whether a pixel lies at the edge of its cell, or of the background: one of its four neighbours has another label.
    /// Pixels outside of the image are no neighbours.
    /// </summary>
    /// <param name="labels">Row-major labels, <paramref name="height"/> * <paramref name="width"/> of them.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="row">Row of the pixel.</param>
    /// <param name="column">Column of the pixel.</param>
    internal static bool IsEdge(ReadOnlySpan<int> labels, int height, int width, int row, int column)
    {
        int i = (row * width) + column, label = labels[i];
        return (row > 0 && labels[i - width] != label) || (column > 0 && labels[i - 1] != label)
            || (column < width - 1 && labels[i + 1] != label) || (row < height - 1 && labels[i + width] != label);
    }
}
