using System.Numerics.Tensors;
using CellSeg.Decoding.Steps;
using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;
using CellSeg.Imaging.Morphology.Flooding;
using CellSeg.Numerics;

namespace CellSeg.Decoding;

/// <summary>
/// Deep watershed (thesis section 2.2): peaks of the inner distance, or of its product with the outer one, are markers, from which the outer distance is
/// flooded, deepest pixels first, within the foreground.
/// </summary>
/// <param name="options">How to decode; the defaults when null.</param>
public sealed class WatershedDecoder(WatershedDecoderOptions? options = null) : CellDecoder<WatershedDecoderOptions>(options)
{
    /// <summary>Decodes the two distance maps of an image.</summary>
    /// <param name="inner">Row-major inner distance, about 1 at a cell's centre.</param>
    /// <param name="outer">Row-major outer distance, 0 in the background, about 1 where a cell is deepest.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <returns>Cells numbered 1, 2, … in raster order of their markers.</returns>
    /// <exception cref="ArgumentException">A map has another size than the image.</exception>
    public LabelImage Decode(ReadOnlySpan<float> inner, ReadOnlySpan<float> outer, int height, int width)
        => Decode(inner, outer, [], height, width);

    /// <summary>Decodes two distance maps and a foreground map of an image.</summary>
    /// <param name="inner">Row-major inner distance, about 1 at a cell's centre.</param>
    /// <param name="outer">Row-major outer distance, 0 in the background, about 1 where a cell is deepest.</param>
    /// <param name="foreground">Row-major probability of being in a cell, 0 to 1; empty when the network has none.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <returns>Cells numbered 1, 2, … in raster order of their markers, those without one last.</returns>
    /// <exception cref="ArgumentException">A map has another size than the image.</exception>
    public LabelImage Decode(
        ReadOnlySpan<float> inner, ReadOnlySpan<float> outer, ReadOnlySpan<float> foreground, int height, int width)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, inner.Length);
        ImageShape.Require(count, outer.Length);
        if (!foreground.IsEmpty)
            ImageShape.Require(count, foreground.Length);

        using var products = new PooledBuffer<float>(Options.MarkerSource == MarkerSource.Product ? count : 0);
        if (Options.MarkerSource == MarkerSource.Product)
        {
            TensorPrimitives.Multiply(inner, outer, products.Span);
            inner = products.Span;
        }
        using var smoothOuter = new PooledBuffer<float>(Options.OuterSmoothing > 0 ? count : 0);
        outer = Smooth(outer, height, width, Options.OuterSmoothing, smoothOuter.Span);
        using var maskBuffer = new PooledBuffer<bool>(count);
        var mask = maskBuffer.Span;
        if (foreground.IsEmpty)
            Threshold.Above(outer, Options.OuterThreshold, mask);
        else
            Threshold.Above(foreground, Options.ForegroundThreshold, mask);

        var result = new LabelImage(height, width);
        int maximumLabel = PlaceMarkers(inner, height, width, result.Pixels);
        Watershed.FloodFromPeaks(outer, mask, height, width, result.Pixels);
        if (Options.UnmarkedRegionArea is { } area)
            maximumLabel = UnmarkedRegions.Add(mask, height, width, area, maximumLabel, result.Pixels);
        if (Options.LabelErosion > 0)
        {
            using var eroded = new PooledBuffer<int>(count);
            LabelErosion.Erode(result.Pixels, height, width, Options.LabelErosion, eroded.Span);
            eroded.Span.CopyTo(result.Pixels);
        }
        if (Options.FillHoles)
            HoleFilling.Fill(result.Pixels, height, width);
        LabelTable.Tidy(result.Pixels, maximumLabel, Options.MinimumArea);
        return result;
    }

    /// <summary>Draws one label a marker and returns how many there are.</summary>
    private int PlaceMarkers(ReadOnlySpan<float> inner, int height, int width, Span<int> labels)
    {
        using var smoothInner = new PooledBuffer<float>(Options.InnerSmoothing > 0 ? labels.Length : 0);
        inner = Smooth(inner, height, width, Options.InnerSmoothing, smoothInner.Span);
        return MarkerPlacement.Place(
            inner, height, width, Options.MarkerMethod, Options.Prominence, Options.PeakRadius, Options.DetectionThreshold,
            PixelConnectivity.Eight, labels);
    }

    /// <summary>A map after a Gaussian, which a buffer receives; the map itself when there is nothing to smooth.</summary>
    private static ReadOnlySpan<float> Smooth(
        ReadOnlySpan<float> map, int height, int width, double sigma, Span<float> smoothed)
    {
        if (sigma == 0)
            return map;
        GaussianFilter.Apply(map, height, width, sigma, smoothed);
        return smoothed;
    }
}
