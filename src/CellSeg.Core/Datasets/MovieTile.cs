using CellSeg.Imaging;

namespace CellSeg.Datasets;

/// <summary>A rectangle of every frame of a movie.</summary>
/// <param name="Top">First row.</param>
/// <param name="Left">First column.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
internal readonly record struct MovieTile(int Top, int Left, int Height, int Width)
{
    /// <summary>
    /// Squares that cover a frame, row by row. Those of the last row and column end at the border and so overlap their
    /// neighbours; where a frame is smaller than a square there is one tile of its size (docs/method.md, 5.1).
    /// </summary>
    public static IEnumerable<MovieTile> Cover(int height, int width, int size)
        => from top in Starts(height, size)
           from left in Starts(width, size)
           select new MovieTile(top, left, Math.Min(size, height), Math.Min(size, width));

    /// <summary>The middle of a frame, of at most a number of pixels a side.</summary>
    public static MovieTile Middle(int height, int width, int size)
    {
        int rows = Math.Min(height, size), columns = Math.Min(width, size);
        return new MovieTile((height - rows) / 2, (width - columns) / 2, rows, columns);
    }

    /// <summary>The rectangle of an image.</summary>
    /// <exception cref="CellSegException">The image is smaller than where the tile lies.</exception>
    public CellImage Cut(CellImage image, string path)
    {
        Check(image.Height, image.Width, path);
        var pixels = new float[image.Channels * Height * Width];
        for (int c = 0; c < image.Channels; c++)
            Copy(image.Plane(c), image.Width, pixels.AsSpan(c * Height * Width));
        return new CellImage(image.Channels, Height, Width, pixels);
    }

    /// <summary>The rectangle of a label image, its cells renumbered from 1 in the order of their labels.</summary>
    /// <exception cref="CellSegException">The image is smaller than where the tile lies.</exception>
    public LabelImage Cut(LabelImage labels, string path)
    {
        Check(labels.Height, labels.Width, path);
        var tile = new LabelImage(Height, Width);
        Copy<int>(labels.Pixels, labels.Width, tile.Pixels);
        return tile.Renumber();
    }

    /// <summary>Cells that have a pixel in the rectangle.</summary>
    /// <exception cref="CellSegException">The image is smaller than where the tile lies.</exception>
    public int CountCells(LabelImage labels, string path)
    {
        Check(labels.Height, labels.Width, path);
        var found = new HashSet<int>();
        for (int y = Top; y < Top + Height; y++)
        {
            // Runs of one label are long.
            int last = 0;
            foreach (int label in labels.Pixels.AsSpan((y * labels.Width) + Left, Width))
            {
                if (label != last && label != 0)
                    found.Add(label);
                last = label;
            }
        }
        return found.Count;
    }

    private static IEnumerable<int> Starts(int length, int size)
        => Enumerable.Range(0, (length + size - 1) / size).Select(i => Math.Max(0, Math.Min(i * size, length - size)));

    private void Copy<T>(ReadOnlySpan<T> source, int sourceWidth, Span<T> target)
    {
        for (int y = 0; y < Height; y++)
            source.Slice(((Top + y) * sourceWidth) + Left, Width).CopyTo(target[(y * Width)..]);
    }

    private void Check(int height, int width, string path)
    {
        if (Top + Height > height || Left + Width > width)
            throw new CellSegException(path, $"the frame is {height} x {width}, smaller than others of its movie", "Use movies whose frames have one size");
    }
}
