namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Maxima that rise at least a height above their surroundings (Soille 2003, section 6.3.4), by morphological
/// reconstruction: the map lowered by the height is dilated under the map until nothing changes; where the map stays
/// that height above the result there is such a maximum. A scan down and one up do most of it, a queue the rest
/// (Vincent 1993).
/// </summary>
public static class HMaxima
{
    /// <summary>Marks the maxima.</summary>
    /// <param name="values">Row-major values, none of them NaN.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="minimumHeight">By how much a maximum exceeds every path to a higher one; above 0.</param>
    /// <param name="radius">
    /// Reach of a step of the dilation: 0 is the eight neighbours, any other number a disk of that radius, which lets the
    /// dilation jump over valleys narrower than that (and is slow).
    /// </param>
    /// <param name="maxima">Receives true for the pixels of maxima, plateaus included.</param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public static void Find(
        ReadOnlySpan<float> values, int height, int width, float minimumHeight, int radius, Span<bool> maxima)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, values.Length);
        ImageShape.Require(count, maxima.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minimumHeight);
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        maxima.Clear();
        float lowest = float.PositiveInfinity, highest = float.NegativeInfinity;
        foreach (float value in values)
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        if (!(highest - lowest >= minimumHeight))
            return;

        using var levelBuffer = new PooledBuffer<float>(count);
        var levels = levelBuffer.Span;
        // A hair more than the height, or rounding would lose maxima of exactly it (as scikit-image does).
        for (int i = 0; i < levels.Length; i++)
            levels[i] = values[i] - minimumHeight - (2 * Resolution * Math.Abs(values[i]));
        Reconstruct(values, height, width, MakeNeighbourhood(radius), levels);
        for (int i = 0; i < maxima.Length; i++)
            maxima[i] = values[i] - levels[i] >= minimumHeight;
    }

    // The precision of a float in decimal digits.
    private const float Resolution = 1e-6f;

    private static void Reconstruct(
        ReadOnlySpan<float> values, int height, int width, (int Rows, int Columns)[] neighbourhood, Span<float> levels)
    {
        // The neighbourhood is in raster order and symmetrical: its first half lies before a pixel, its second after.
        int half = neighbourhood.Length / 2;
        ReadOnlySpan<(int Rows, int Columns)> before = neighbourhood.AsSpan(0, half), after = neighbourhood.AsSpan(half);
        for (int i = 0; i < levels.Length; i++)
            levels[i] = Math.Min(values[i], Math.Max(levels[i], HighestOf(levels, i, before, height, width)));
        var queue = new Queue<int>();
        for (int i = levels.Length - 1; i >= 0; i--)
        {
            levels[i] = Math.Min(values[i], Math.Max(levels[i], HighestOf(levels, i, after, height, width)));
            if (CanRaise(values, levels, i, after, height, width))
                queue.Enqueue(i);
        }
        while (queue.TryDequeue(out int pixel))
        {
            float level = levels[pixel];
            int y = pixel / width, x = pixel % width;
            foreach (var (rows, columns) in neighbourhood)
            {
                int ny = y + rows, nx = x + columns, neighbour = (ny * width) + nx;
                if (ny < 0 || ny >= height || nx < 0 || nx >= width)
                    continue;
                float raised = Math.Min(level, values[neighbour]);
                if (raised <= levels[neighbour])
                    continue;
                levels[neighbour] = raised;
                queue.Enqueue(neighbour);
            }
        }
    }

    private static float HighestOf(
        ReadOnlySpan<float> levels, int pixel, ReadOnlySpan<(int Rows, int Columns)> neighbours, int height, int width)
    {
        float highest = float.NegativeInfinity;
        int y = pixel / width, x = pixel % width;
        foreach (var (rows, columns) in neighbours)
        {
            int ny = y + rows, nx = x + columns;
            if (ny >= 0 && ny < height && nx >= 0 && nx < width)
                highest = Math.Max(highest, levels[(ny * width) + nx]);
        }
        return highest;
    }

    private static bool CanRaise(
        ReadOnlySpan<float> values, ReadOnlySpan<float> levels, int pixel,
        ReadOnlySpan<(int Rows, int Columns)> neighbours, int height, int width)
    {
        int y = pixel / width, x = pixel % width;
        foreach (var (rows, columns) in neighbours)
        {
            int ny = y + rows, nx = x + columns, neighbour = (ny * width) + nx;
            if (ny >= 0 && ny < height && nx >= 0 && nx < width
                && levels[neighbour] < levels[pixel] && levels[neighbour] < values[neighbour])
            {
                return true;
            }
        }
        return false;
    }

    private static (int Rows, int Columns)[] MakeNeighbourhood(int radius)
    {
        var result = new List<(int, int)>();
        int reach = Math.Max(radius, 1);
        for (int dy = -reach; dy <= reach; dy++)
        {
            for (int dx = -reach; dx <= reach; dx++)
            {
                if ((dy != 0 || dx != 0) && (radius == 0 || (dy * dy) + (dx * dx) <= radius * radius))
                    result.Add((dy, dx));
            }
        }
        return [.. result];
    }
}
