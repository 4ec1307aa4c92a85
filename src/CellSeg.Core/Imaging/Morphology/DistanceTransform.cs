using System.Numerics;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Exact Euclidean distance transform in linear time: a pass down and up the columns, then a lower envelope of
/// parabolas along the rows (Meijster et al. 2000; Felzenszwalb and Huttenlocher 2012). Squared distances are whole
/// numbers throughout, so the only rounding is that of the final root. The outside of the image is not background: a
/// cell cut by the image border is not narrower for it.
/// </summary>
public static class DistanceTransform
{
    /// <summary>
    /// Distance of each foreground pixel to the nearest background pixel; touching cells share one map.
    /// </summary>
    /// <param name="labels">Row-major labels; all above 0 are foreground.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="distances">
    /// Receives pixels between centres: 0 in the background, 1 or more in the foreground, positive infinity in an image
    /// without background.
    /// </param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public static void ToBackground(ReadOnlySpan<int> labels, int height, int width, Span<float> distances)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, labels.Length);
        ImageShape.Require(count, distances.Length);
        using var foreground = new PooledBuffer<int>(count);
        var ones = foreground.Span;
        for (int i = 0; i < ones.Length; i++)
            ones[i] = labels[i] > 0 ? 1 : 0;
        ToOtherLabel(ones, height, width, distances);
    }

    /// <summary>
    /// Distance of each foreground pixel to the nearest pixel with another label, background included; there is a dip
    /// between cells that touch.
    /// </summary>
    /// <param name="labels">Row-major labels; all above 0 are foreground.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="distances">
    /// Receives pixels between centres: 0 in the background, 1 or more in the foreground, positive infinity in an image
    /// that is one cell.
    /// </param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public static void ToOtherLabel(ReadOnlySpan<int> labels, int height, int width, Span<float> distances)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, labels.Length);
        ImageShape.Require(count, distances.Length);
        // More than any distance within the image, and still so after squaring and adding.
        int infinity = checked(height + width);
        using var columnBuffer = new PooledBuffer<int>(count);
        var columnDistances = columnBuffer.Span;
        MeasureColumns(labels, height, width, infinity, columnDistances);

        using var envelope = new ParabolaEnvelope(width + 2);
        for (int y = 0; y < height; y++)
        {
            var rowLabels = labels.Slice(y * width, width);
            var rowColumns = columnDistances.Slice(y * width, width);
            var rowOut = distances.Slice(y * width, width);
            rowOut.Clear();
            for (int x = 0; x < width;)
            {
                int label = rowLabels[x];
                int length = rowLabels[x..].IndexOfAnyExcept(label);
                int end = length < 0 ? width : x + length;
                // Nothing beyond the two pixels that enclose a run can be nearer than they are, so each run of one
                // label is a problem of its own.
                if (label > 0)
                    envelope.MeasureRun(rowColumns[x..end], x > 0, end < width, infinity, rowOut[x..end]);
                x = end;
            }
        }
    }

    /// <summary>Distance up or down the column to the nearest pixel with another label, at most infinity.</summary>
    private static void MeasureColumns(ReadOnlySpan<int> labels, int height, int width, int infinity, Span<int> result)
    {
        result[..width].Fill(infinity);
        for (int y = 1; y < height; y++)
        {
            int start = y * width;
            var row = result.Slice(start, width);
            row.Fill(infinity);
            StepColumn(labels.Slice(start, width), labels.Slice(start - width, width), result.Slice(start - width, width), row);
        }
        for (int y = height - 2; y >= 0; y--)
        {
            int start = y * width;
            StepColumn(
                labels.Slice(start, width), labels.Slice(start + width, width), result.Slice(start + width, width),
                result.Slice(start, width));
        }
    }

    /// <summary>Lowers a row of distances to what the neighbouring row allows.</summary>
    private static void StepColumn(
        ReadOnlySpan<int> labels, ReadOnlySpan<int> neighbours, ReadOnlySpan<int> neighbourDistances, Span<int> distances)
    {
        int x = 0;
        for (; x <= labels.Length - Vector<int>.Count; x += Vector<int>.Count)
        {
            var same = Vector.Equals(new Vector<int>(labels[x..]), new Vector<int>(neighbours[x..]));
            var step = Vector.ConditionalSelect(same, new Vector<int>(neighbourDistances[x..]), Vector<int>.Zero) + Vector<int>.One;
            Vector.Min(step, new Vector<int>(distances[x..])).CopyTo(distances[x..]);
        }
        for (; x < labels.Length; x++)
        {
            int step = labels[x] == neighbours[x] ? neighbourDistances[x] + 1 : 1;
            distances[x] = Math.Min(distances[x], step);
        }
    }
}
