using CellSeg.Decoding.Steps;
using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;
using CellSeg.Numerics;

namespace CellSeg.Decoding;

/// <summary>
/// Pixelwise classes to cells (thesis section 2.2): connected interiors, grown back to the edge of the cell. The order of
/// the classes is that of <see cref="Targets.PixelwiseTargets"/>.
/// </summary>
/// <param name="options">How to decode; the defaults when null.</param>
public sealed class PixelwiseDecoder(PixelwiseDecoderOptions? options = null) : CellDecoder<PixelwiseDecoderOptions>(options)
{
    /// <summary>Decodes the class probabilities of an image.</summary>
    /// <param name="probabilities">
    /// One row-major map for each class, one after the other: edges, interior, background; 0 to 1.
    /// </param>
    /// <param name="classCount">How many classes there are, at least 3.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <returns>Cells numbered 1, 2, … in raster order of their interiors, those without one last.</returns>
    /// <exception cref="ArgumentException">The maps have another size than the image.</exception>
    /// <exception cref="CellSegException">The options name a channel that is not there.</exception>
    public LabelImage Decode(ReadOnlySpan<float> probabilities, int classCount, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 3);
        var classes = new ChannelMaps(probabilities, classCount, height, width);
        int interior = Options.InteriorChannel ?? (classCount - 2);
        Require.That(
            interior < classCount, interior, $"below {classCount}, or none for the last but one", nameof(Options.InteriorChannel));

        using var maskBuffer = new PooledBuffer<bool>(classes.PixelCount);
        var mask = maskBuffer.Span;
        Threshold.Above(classes[interior], Options.InteriorThreshold, mask);
        var result = new LabelImage(height, width);
        int maximumLabel = ConnectedComponents.Label<bool>(
            mask, height, width, Options.InteriorConnectivity, result.Pixels);
        maximumLabel = LabelTable.Tidy(result.Pixels, maximumLabel, Options.MinimumInteriorArea);
        if (Options.GrowthRounds > 0 || Options.UnmarkedRegionArea is not null)
        {
            Threshold.Above(classes[classCount - 1], Options.BackgroundThreshold, mask);
            for (int i = 0; i < mask.Length; i++)
                mask[i] = !mask[i];
        }
        LabelExpansion.Grow(result.Pixels, mask, height, width, Options.GrowthRounds);
        if (Options.UnmarkedRegionArea is { } area)
            maximumLabel = UnmarkedRegions.Add(mask, height, width, area, maximumLabel, result.Pixels);
        if (Options.FillHoles)
            HoleFilling.Fill(result.Pixels, height, width);
        LabelTable.Tidy(result.Pixels, maximumLabel, Options.MinimumArea);
        return result;
    }
}
