using CellSeg.Imaging.Morphology;
using CellSeg.Numerics;

namespace CellSeg.Targets;

/// <summary>
/// What a deep watershed network learns from a label image: the outer distance, how deep inside its cell a pixel lies,
/// and the inner distance, how near to the cell's centre (thesis section 2.2; docs/method.md, 4.3 and 4.4). A cell in
/// several pieces has a map for each piece (8-connected).
/// </summary>
public static class DistanceTargets
{
    /// <summary>Makes both maps, for less than the price of each on its own.</summary>
    /// <param name="labels">Row-major labels, 0 for background.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="options">How.</param>
    /// <param name="inner">Receives the inner distance, 0 in the background, at most 1 at the centre; may be empty.</param>
    /// <param name="outer">
    /// Receives the outer distance: 0 in the background, 1 at the deepest pixel of each cell (or pixels, see
    /// <see cref="DistanceTargetOptions.NormaliseOuter"/>); may be empty. A cell that fills the whole image is 1
    /// throughout.
    /// </param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    /// <exception cref="CellSegException">An option is out of its range.</exception>
    public static void Fill(
        ReadOnlySpan<int> labels, int height, int width, DistanceTargetOptions options, Span<float> inner,
        Span<float> outer)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, labels.Length);
        if (!inner.IsEmpty)
            ImageShape.Require(count, inner.Length);
        if (!outer.IsEmpty)
            ImageShape.Require(count, outer.Length);

        using var erodedBuffer = new PooledBuffer<int>(options.ErosionWidth > 0 ? count : 0);
        if (options.ErosionWidth > 0)
        {
            LabelErosion.Erode(labels, height, width, options.ErosionWidth, erodedBuffer.Span);
            labels = erodedBuffer.Span;
        }
        using var distanceBuffer = new PooledBuffer<float>(outer.IsEmpty ? count : 0);
        var distances = outer.IsEmpty ? distanceBuffer.Span : outer;
        if (options.SeparateTouching)
            DistanceTransform.ToOtherLabel(labels, height, width, distances);
        else
            DistanceTransform.ToBackground(labels, height, width, distances);

        using var componentBuffer = new PooledBuffer<int>(count);
        var components = componentBuffer.Span;
        int componentCount = ConnectedComponents.Label(labels, height, width, PixelConnectivity.Eight, components);
        using var momentBuffer = new PooledBuffer<CellMoments>(componentCount + 1, clear: true);
        var moments = momentBuffer.Span;
        Measure(components, distances, width, moments);
        if (!inner.IsEmpty)
            FillInner(components, width, moments, options, inner);
        if (!outer.IsEmpty)
            ScaleOuter(components, moments, options.NormaliseOuter, outer);
    }

    private static void Measure(
        ReadOnlySpan<int> components, ReadOnlySpan<float> distances, int width, Span<CellMoments> moments)
    {
        for (int start = 0, y = 0; start < components.Length; start += width, y++)
        {
            var row = components.Slice(start, width);
            var rowDistances = distances.Slice(start, width);
            for (int x = 0; x < row.Length; x++)
            {
                if (row[x] != 0)
                    moments[row[x]].Add(y, x, rowDistances[x]);
            }
        }
        for (int i = 1; i < moments.Length; i++)
            moments[i].Finish();
    }

    private static void FillInner(
        ReadOnlySpan<int> components, int width, Span<CellMoments> moments, DistanceTargetOptions options,
        Span<float> inner)
    {
        for (int start = 0, y = 0; start < components.Length; start += width, y++)
        {
            var row = components.Slice(start, width);
            var output = inner.Slice(start, width);
            for (int x = 0; x < row.Length; x++)
            {
                if (row[x] == 0)
                {
                    output[x] = 0;
                    continue;
                }
                ref readonly var cell = ref moments[row[x]];
                double alpha = options.Beta * (options.Alpha ?? AutomaticAlpha(cell.Area, options.AlphaExponent));
                double dy = y - cell.Row, dx = x - cell.Column;
                output[x] = (float)(1 / (1 + (alpha * ((dy * dy) + (dx * dx)))));
            }
        }
    }

    // The root is not always what the power of 0.5 is, to the last bit.
    private static double AutomaticAlpha(double area, double exponent) => exponent == 0.5 ? 1 / Math.Sqrt(area) : Math.Pow(area, -exponent);

    private static void ScaleOuter(
        ReadOnlySpan<int> components, ReadOnlySpan<CellMoments> moments, bool normalise, Span<float> outer)
    {
        for (int i = 0; i < outer.Length; i++)
        {
            if (components[i] == 0)
                continue;
            float maximum = moments[components[i]].Maximum;
            // Without any background there is no distance to speak of: the deepest value everywhere.
            if (float.IsPositiveInfinity(maximum))
                outer[i] = 1;
            else if (normalise)
                outer[i] /= maximum;
        }
    }
}
