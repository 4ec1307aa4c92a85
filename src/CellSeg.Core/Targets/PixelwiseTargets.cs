using CellSeg.Imaging.Morphology;
using CellSeg.Numerics;

namespace CellSeg.Targets;

/// <summary>
/// Classes of pixels: what a pixelwise network learns (thesis section 2.2; docs/method.md, 4.1). The edge of a cell is its
/// pixels with one of another label among their four neighbours; the image border makes no edge.
/// </summary>
/// <remarks>
/// With three classes they are edge, interior, background; with four edge to background, edge to another cell, interior,
/// background. This is the documented order; the libraries of 2020 delivered the two edges the other way round.
/// </remarks>
public static class PixelwiseTargets
{
    /// <summary>Writes a channel for each class, 1 where a pixel belongs to it and 0 elsewhere.</summary>
    /// <param name="labels">Row-major labels, 0 for background.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="options">How.</param>
    /// <param name="channels">
    /// Receives the channels one after the other, in the order of the remarks. As in 2020 the two edges may overlap after
    /// dilation.
    /// </param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    /// <exception cref="CellSegException">An option is out of its range.</exception>
    public static void FillChannels(
        ReadOnlySpan<int> labels, int height, int width, PixelwiseTargetOptions options, Span<float> channels)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, labels.Length);
        ImageShape.Require(count * options.ClassCount, channels.Length);
        using var outerBuffer = new PooledBuffer<bool>(count);
        using var innerBuffer = new PooledBuffer<bool>(count);
        Span<bool> outer = outerBuffer.Span, inner = innerBuffer.Span;
        FindEdges(labels, height, width, options, outer, inner);
        var interior = channels.Slice(count * (options.ClassCount - 2), count);
        var background = channels.Slice(count * (options.ClassCount - 1), count);
        for (int i = 0; i < count; i++)
        {
            bool isEdge = outer[i] || inner[i];
            channels[i] = outer[i] ? 1 : 0;
            if (options.SeparateEdges)
                channels[count + i] = inner[i] ? 1 : 0;
            interior[i] = !isEdge && labels[i] > 0 ? 1 : 0;
            background[i] = !isEdge && labels[i] <= 0 ? 1 : 0;
        }
    }

    /// <summary>
    /// Marks edges to background and edges to other cells, dilated; without separate edges all are in the first.
    /// </summary>
    private static void FindEdges(
        ReadOnlySpan<int> labels, int height, int width, PixelwiseTargetOptions options, Span<bool> outer, Span<bool> inner)
    {
        using var edgeBuffer = new PooledBuffer<bool>(labels.Length);
        var edges = edgeBuffer.Span;
        LabelErosion.FindInnerBoundaries(labels, height, width, edges);
        inner.Clear();
        if (!options.SeparateEdges)
        {
            Dilate(edges, edges, labels, height, width, options.DilationRadius, outer);
            return;
        }
        using var partBuffer = new PooledBuffer<bool>(labels.Length);
        var part = partBuffer.Span;
        for (int y = 0, i = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++, i++)
            {
                part[i] = edges[i] && ((y > 0 && labels[i - width] == 0) || (x > 0 && labels[i - 1] == 0)
                    || (x < width - 1 && labels[i + 1] == 0) || (y < height - 1 && labels[i + width] == 0));
            }
        }
        Dilate(part, edges, labels, height, width, options.DilationRadius, outer);
        for (int i = 0; i < part.Length; i++)
            part[i] = edges[i] & !part[i];
        Dilate(part, edges, labels, height, width, options.DilationRadius, inner);
    }

    /// <summary>Dilates part of the edges with a disk; interior pixels, those of cells without edge, stay free.</summary>
    private static void Dilate(
        ReadOnlySpan<bool> part, ReadOnlySpan<bool> edges, ReadOnlySpan<int> labels, int height, int width, int radius,
        Span<bool> dilated)
    {
        part.CopyTo(dilated);
        if (radius == 0)
            return;
        for (int y = 0; y < height; y++)
        {
            var row = part.Slice(y * width, width);
            for (int x = row.IndexOf(true); x >= 0 && x < width; x++)
            {
                if (!row[x])
                    continue;
                for (int dy = Math.Max(-radius, -y); dy <= Math.Min(radius, height - 1 - y); dy++)
                {
                    int reach = (int)Math.Sqrt((radius * radius) - (dy * dy));
                    int first = Math.Max(0, x - reach), last = Math.Min(width - 1, x + reach);
                    dilated.Slice(((y + dy) * width) + first, last - first + 1).Fill(true);
                }
            }
        }
        for (int i = 0; i < dilated.Length; i++)
            dilated[i] &= labels[i] == 0 | edges[i];
    }
}
