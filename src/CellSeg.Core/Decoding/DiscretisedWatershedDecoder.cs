using System.Numerics.Tensors;
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
/// <param name="options">How to decode; the defaults when null.</param>
public sealed class DiscretisedWatershedDecoder(DiscretisedWatershedDecoderOptions? options = null)
    : CellDecoder<DiscretisedWatershedDecoderOptions>(options)
{
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
        var bins = new ChannelMaps(probabilities, binCount, height, width);
        using var levelBuffer = new PooledBuffer<float>(bins.PixelCount);
        using var depthBuffer = new PooledBuffer<float>(bins.PixelCount);
        using var maskBuffer = new PooledBuffer<bool>(bins.PixelCount);
        Span<float> levels = levelBuffer.Span, depths = depthBuffer.Span;
        FindLevels(bins, levels, highest: depths);
        var mask = maskBuffer.Span;
        Threshold.Above(levels, 0, mask);

        var result = new LabelImage(height, width);
        bool isExpected = Options.MarkerMethod == MarkerMethod.ProminentPeaks;
        var connectivity = PixelConnectivity.Eight;
        if (isExpected)
        {
            FindExpectedDepths(bins, depths);
            GaussianFilter.Apply(depths, height, width, Options.Smoothing, depths);
        }
        else
        {
            bins[binCount - 1].CopyTo(depths);
            connectivity = PixelConnectivity.Four;
        }
        // The background is lower than any depth, so that it neither has peaks nor hides any.
        for (int i = 0; i < depths.Length; i++)
        {
            if (!mask[i])
                depths[i] = -1;
        }
        int maximumLabel = MarkerPlacement.Place(
            depths, height, width, Options.MarkerMethod, Options.Prominence, Options.PeakRadius, Options.DetectionThreshold,
            connectivity, result.Pixels);
        Watershed.FloodFromPeaks(isExpected ? depths : levels, mask, height, width, result.Pixels);
        if (Options.UnmarkedRegionArea is { } area)
            maximumLabel = UnmarkedRegions.Add(mask, height, width, area, maximumLabel, result.Pixels);
        if (Options.FillHoles)
            HoleFilling.Fill(result.Pixels, height, width);
        LabelTable.Tidy(result.Pixels, maximumLabel, Options.MinimumArea);
        return result;
    }

    /// <summary>The mean bin of each pixel's probabilities, from 0 for the background to 1 for the deepest bin.</summary>
    private static void FindExpectedDepths(ChannelMaps bins, Span<float> depths)
    {
        depths.Clear();
        for (int bin = 1; bin < bins.Count; bin++)
            TensorPrimitives.MultiplyAdd(bins[bin], bin / (float)(bins.Count - 1), depths, depths);
    }

    /// <summary>The likeliest bin of each pixel, of equal ones the first.</summary>
    private static void FindLevels(ChannelMaps bins, Span<float> levels, Span<float> highest)
    {
        levels.Clear();
        bins[0].CopyTo(highest);
        for (int bin = 1; bin < bins.Count; bin++)
        {
            var map = bins[bin];
            for (int i = 0; i < map.Length; i++)
            {
                if (map[i] > highest[i])
                    (highest[i], levels[i]) = (map[i], bin);
            }
        }
    }
}
