namespace CellSeg.Imaging.Morphology;

/// <summary>Fills the holes of cells: background that one cell encloses entirely.</summary>
public static class HoleFilling
{
    /// <summary>
    /// Gives each 4-connected piece of background that touches one cell only, and not the image border, to that cell.
    /// Background between several cells stays.
    /// </summary>
    /// <param name="labels">Row-major labels, changed in place.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="maximumArea">Larger holes stay, in pixels. Default: no limit.</param>
    /// <exception cref="ArgumentException">The span has another length than the image.</exception>
    public static void Fill(Span<int> labels, int height, int width, int maximumArea = int.MaxValue)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, labels.Length);
        using var maskBuffer = new PooledBuffer<bool>(count);
        using var componentBuffer = new PooledBuffer<int>(count);
        var background = maskBuffer.Span;
        for (int i = 0; i < background.Length; i++)
            background[i] = labels[i] == 0;
        var components = componentBuffer.Span;
        int componentCount = ConnectedComponents.Label<bool>(background, height, width, PixelConnectivity.Four, components);
        // Most images have one background and no holes.
        if (componentCount == 0 || (componentCount == 1 && background[0]))
            return;

        using var ownerBuffer = new PooledBuffer<int>(componentCount + 1, clear: true);
        using var areaBuffer = new PooledBuffer<int>(componentCount + 1, clear: true);
        FindOwners(labels, components, height, width, ownerBuffer.Span, areaBuffer.Span);
        for (int i = 0; i < labels.Length; i++)
        {
            int component = components[i];
            if (component != 0 && ownerBuffer.Span[component] > 0 && areaBuffer.Span[component] <= maximumArea)
                labels[i] = ownerBuffer.Span[component];
        }
    }

    /// <summary>The one label that each piece of background touches, or -1 when it is open.</summary>
    private static void FindOwners(
        ReadOnlySpan<int> labels, ReadOnlySpan<int> components, int height, int width, Span<int> owners, Span<int> areas)
    {
        const int Open = -1;
        for (int y = 0; y < height; y++)
        {
            int start = y * width;
            for (int x = 0; x < width;)
            {
                int component = components[start + x];
                int gap = components.Slice(start + x, width - x).IndexOfAnyExcept(component);
                int end = gap < 0 ? width : x + gap;
                if (component != 0)
                {
                    areas[component] += end - x;
                    if (y == 0 || y == height - 1 || x == 0 || end == width)
                        owners[component] = Open;
                    else if (owners[component] != Open)
                    {
                        Meet(labels[start + x - 1], ref owners[component]);
                        Meet(labels[start + end], ref owners[component]);
                        for (int i = start + x; i < start + end; i++)
                        {
                            Meet(labels[i - width], ref owners[component]);
                            Meet(labels[i + width], ref owners[component]);
                        }
                    }
                }
                x = end;
            }
        }

        static void Meet(int label, ref int owner)
        {
            if (label != 0 && owner != label)
                owner = owner == 0 ? label : Open;
        }
    }
}
