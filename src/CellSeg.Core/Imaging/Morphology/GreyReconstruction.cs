using System.Numerics;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Morphological reconstruction by dilation: a marker map is dilated under a mask map until nothing changes. A scan down
/// and one up do most of it, a queue the rest (Vincent 1993).
/// </summary>
public static class GreyReconstruction
{
    /// <summary>Raises the levels as far as the values let them.</summary>
    /// <param name="values">Row-major upper bounds, none of them NaN.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="radius">
    /// Reach of a step of the dilation: 0 is the eight neighbours, any other number a disk of that radius.
    /// </param>
    /// <param name="levels">The marker map on entry, nowhere above the values; the reconstruction on return.</param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public static void Dilate(ReadOnlySpan<float> values, int height, int width, int radius, Span<float> levels)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, values.Length);
        ImageShape.Require(count, levels.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(radius);

        // A border that nothing can raise makes all pixels equal.
        int border = Math.Max(radius, 1), stride = checked(width + (2 * border));
        int paddedCount = checked(stride * (height + (2 * border)));
        using var valueBuffer = new PooledBuffer<float>(paddedCount);
        using var levelBuffer = new PooledBuffer<float>(paddedCount);
        Span<float> bounds = valueBuffer.Span, raised = levelBuffer.Span;
        bounds.Fill(float.NegativeInfinity);
        raised.Fill(float.NegativeInfinity);
        int first = (border * stride) + border;
        for (int y = 0; y < height; y++)
        {
            values.Slice(y * width, width).CopyTo(bounds[(first + (y * stride))..]);
            levels.Slice(y * width, width).CopyTo(raised[(first + (y * stride))..]);
        }

        int[] above = MakeRowsAbove(radius, stride), below = Array.ConvertAll(above, offset => -offset);
        int[] left = [.. Enumerable.Range(1, border).Select(step => -step)], right = Array.ConvertAll(left, offset => -offset);
        for (int y = 0; y < height; y++)
        {
            int start = first + (y * stride);
            RaiseRow(raised, start, width, above);
            for (int pixel = start; pixel < start + width; pixel++)
                RaisePixel(bounds, raised, pixel, left);
        }
        int[] after = [.. right, .. below];
        var queue = new Queue<int>();
        for (int y = height - 1; y >= 0; y--)
        {
            int start = first + (y * stride);
            RaiseRow(raised, start, width, below);
            for (int pixel = start + width - 1; pixel >= start; pixel--)
                RaisePixel(bounds, raised, pixel, right);
            FindUnfinished(bounds, raised, start, width, after, queue);
        }
        Finish(bounds, raised, [.. above, .. left, .. right, .. below], queue);
        for (int y = 0; y < height; y++)
            raised.Slice(first + (y * stride), width).CopyTo(levels[(y * width)..]);
    }

    /// <summary>Raises a row to its neighbours in other rows, whatever its bounds.</summary>
    private static void RaiseRow(Span<float> levels, int start, int width, ReadOnlySpan<int> offsets)
    {
        var row = levels.Slice(start, width);
        foreach (int offset in offsets)
        {
            var other = levels.Slice(start + offset, width);
            int x = 0;
            for (; x <= width - Vector<float>.Count; x += Vector<float>.Count)
                Vector.MaxNative(new Vector<float>(row[x..]), new Vector<float>(other[x..])).CopyTo(row[x..]);
            for (; x < width; x++)
                row[x] = float.MaxNative(row[x], other[x]);
        }
    }

    /// <summary>Raises a pixel to those in its row that were just visited, and keeps it within its bound.</summary>
    private static void RaisePixel(ReadOnlySpan<float> bounds, Span<float> levels, int pixel, ReadOnlySpan<int> offsets)
    {
        float level = levels[pixel];
        foreach (int offset in offsets)
            level = float.MaxNative(level, levels[pixel + offset]);
        levels[pixel] = float.MinNative(level, bounds[pixel]);
    }

    /// <summary>Collects the pixels of a row that can still raise one of their neighbours.</summary>
    private static void FindUnfinished(
        ReadOnlySpan<float> bounds, ReadOnlySpan<float> levels, int start, int width, ReadOnlySpan<int> offsets,
        Queue<int> queue)
    {
        int pixel = start, end = start + width;
        for (; pixel <= end - Vector<float>.Count; pixel += Vector<float>.Count)
        {
            var own = new Vector<float>(levels[pixel..]);
            var found = Vector<int>.Zero;
            foreach (int offset in offsets)
            {
                var other = new Vector<float>(levels[(pixel + offset)..]);
                found |= Vector.LessThan(other, own) & Vector.LessThan(other, new Vector<float>(bounds[(pixel + offset)..]));
            }
            for (int lane = 0; lane < Vector<int>.Count && found != Vector<int>.Zero; lane++)
            {
                if (found[lane] != 0)
                    queue.Enqueue(pixel + lane);
            }
        }
        for (; pixel < end; pixel++)
        {
            foreach (int offset in offsets)
            {
                if (levels[pixel + offset] < Math.Min(levels[pixel], bounds[pixel + offset]))
                {
                    queue.Enqueue(pixel);
                    break;
                }
            }
        }
    }

    private static void Finish(
        ReadOnlySpan<float> bounds, Span<float> levels, ReadOnlySpan<int> offsets, Queue<int> queue)
    {
        while (queue.TryDequeue(out int pixel))
        {
            float level = levels[pixel];
            foreach (int offset in offsets)
            {
                int neighbour = pixel + offset;
                float raised = Math.Min(level, bounds[neighbour]);
                if (raised <= levels[neighbour])
                    continue;
                levels[neighbour] = raised;
                queue.Enqueue(neighbour);
            }
        }
    }

    /// <summary>The neighbours in the rows above, as differences of positions.</summary>
    private static int[] MakeRowsAbove(int radius, int stride)
    {
        var offsets = new List<int>();
        int reach = Math.Max(radius, 1);
        for (int dy = -reach; dy < 0; dy++)
        {
            for (int dx = -reach; dx <= reach; dx++)
            {
                if (radius == 0 || (dy * dy) + (dx * dx) <= radius * radius)
                    offsets.Add((dy * stride) + dx);
            }
        }
        return [.. offsets];
    }
}
