using CellSeg.Decoding.Steps;
using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;
using CellSeg.Imaging.Morphology.Flooding;
using CellSeg.Numerics;

namespace CellSeg.Decoding;

/// <summary>
/// Discretised watershed (docs/method.md, 6.4): foreground is where the likeliest distance bin is not the background's.
/// A pixel's expected bin is its depth; prominent peaks of it are markers, from which it is flooded, deepest first. With
/// the markers of 2020, peaks of the deepest bin's probability, the likeliest bins are flooded.
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
        using var depthBuffer = new PooledBuffer<float>(count);
        using var maskBuffer = new PooledBuffer<bool>(count);
        Span<float> levels = levelBuffer.Span, depths = depthBuffer.Span;
        FindLevels(probabilities, binCount, levels, highest: depths);
        var mask = maskBuffer.Span;
        Threshold.Above(levels, 0, mask);

        var result = new LabelImage(height, width);
        bool isExpected = Options.MarkerMethod == MarkerMethod.ProminentPeaks;
        var connectivity = PixelConnectivity.Eight;
        if (isExpected)
        {
            FindExpectedDepths(probabilities, binCount, depths);
            if (Options.Smoothing > 0)
                GaussianFilter.Apply(depths, height, width, Options.Smoothing, depths);
        }
        else
        {
            probabilities[(count * (binCount - 1))..].CopyTo(depths);
            connectivity = PixelConnectivity.Four;
        }
        // The background is lower than any depth, so that it neither has peaks nor hides any.
        for (int i = 0; i < depths.Length; i++)
        {
            if (!mask[i])
                depths[i] = -1;
        }
        int maximumLabel = MarkerPlacement.Place(
            depths, height, width, Options.MarkerMethod, Options.Prominence, Options.PeakRadius, Options.DetectionThreshold, connectivity, result.Pixels);
        Watershed.FloodFromPeaks(isExpected ? depths : levels, mask, height, width, result.Pixels);
        if (Options.UnmarkedRegionArea is { } area)
            maximumLabel = UnmarkedRegions.Add(mask, height, width, area, maximumLabel, result.Pixels);
        if (Options.FillHoles)
            HoleFilling.Fill(result.Pixels, height, width);
        LabelTable.Tidy(result.Pixels, maximumLabel, Options.MinimumArea);
        return result;
    }

    /// <summary>The mean bin of each pixel's probabilities, from 0 for the background to 1 for the deepest bin.</summary>
    private static void FindExpectedDepths(ReadOnlySpan<float> probabilities, int binCount, Span<float> depths)
    {
        depths.Clear();
        for (int bin = 1; bin < binCount; bin++)
        {
            var map = probabilities.Slice(bin * depths.Length, depths.Length);
            float depth = bin / (float)(binCount - 1);
            for (int i = 0; i < depths.Length; i++)
                depths[i] += depth * map[i];
        }
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
