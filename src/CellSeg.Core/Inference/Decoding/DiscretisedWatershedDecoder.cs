using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;

namespace CellSeg.Inference.Decoding;

/// <summary>
/// Discretised watershed: each pixel's likeliest distance bin is its level; peaks of the deepest bin's probability are
/// markers, from which the levels are flooded, deepest first (docs/method.md, 6.4).
/// </summary>
public sealed class DiscretisedWatershedDecoder
{
    /// <summary>Makes a decoder; it may be used from several threads at once.</summary>
    /// <param name="options">How; the defaults when null.</param>
    /// <exception cref="CellSegException">An option is out of its range.</exception>
    public DiscretisedWatershedDecoder(DiscretisedWatershedDecoderOptions? options = null)
    {
        Options = options ?? new DiscretisedWatershedDecoderOptions();
        Options.Validate();
    }

    /// <summary>How probabilities are decoded.</summary>
    public DiscretisedWatershedDecoderOptions Options { get; }

    /// <summary>Decodes the bin probabilities of an image.</summary>
    /// <param name="probabilities">One row-major map for each bin, one after the other, the background's first.</param>
    /// <param name="binCount">How many bins there are, at least 2.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <returns>Cells numbered 1, 2, … in raster order of their markers, those without one last.</returns>
    /// <exception cref="ArgumentException">The maps have another size than the image.</exception>
    public LabelImage Decode(ReadOnlySpan<float> probabilities, int binCount, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(binCount, 2);
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(checked(count * binCount), probabilities.Length);
        using var levelBuffer = new PooledBuffer<float>(count);
        using var highestBuffer = new PooledBuffer<float>(count);
        using var maskBuffer = new PooledBuffer<bool>(count);
        Span<float> levels = levelBuffer.Span, highest = highestBuffer.Span;
        FindLevels(probabilities, binCount, levels, highest);
        var mask = maskBuffer.Span;
        Threshold.Above(levels, 0, mask);

        // The background is lower than any probability, so that it neither has peaks nor hides any.
        var deepest = highest;
        probabilities[(count * (binCount - 1))..].CopyTo(deepest);
        for (int i = 0; i < deepest.Length; i++)
        {
            if (!mask[i])
                deepest[i] = -1;
        }
        using var peakBuffer = new PooledBuffer<bool>(count, clear: true);
        foreach (int peak in LocalMaxima.FindAll(deepest, height, width, Options.PeakRadius, Options.DetectionThreshold))
            peakBuffer.Span[peak] = true;
        var result = new LabelImage(height, width);
        int maximumLabel = ConnectedComponents.Label<bool>(
            peakBuffer.Span, height, width, PixelConnectivity.Four, result.Pixels);
        Watershed.FloodFromPeaks(levels, mask, height, width, result.Pixels);
        if (Options.UnmarkedRegionArea is { } area)
            maximumLabel = UnmarkedRegions.Add(mask, height, width, area, maximumLabel, result.Pixels);
        if (Options.FillHoles)
            HoleFilling.Fill(result.Pixels, height, width);
        LabelTable.Tidy(result.Pixels, maximumLabel, Options.MinimumArea);
        return result;
    }

    /// <summary>The likeliest bin of each pixel, of equal ones the first.</summary>
    private static void FindLevels(ReadOnlySpan<float> probabilities, int binCount, Span<float> levels, Span<float> highest)
    {
        int count = levels.Length;
        levels.Clear();
        probabilities[..count].CopyTo(highest);
        for (int bin = 1; bin < binCount; bin++)
        {
            var map = probabilities.Slice(bin * count, count);
            for (int i = 0; i < count; i++)
            {
                if (map[i] > highest[i])
                    (highest[i], levels[i]) = (map[i], bin);
            }
        }
    }
}
