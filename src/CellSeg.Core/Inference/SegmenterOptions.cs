using CellSeg.Datasets;
using CellSeg.Decoding;
using CellSeg.Inference.Outputs;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Inference.Scaling;

namespace CellSeg.Inference;

/// <summary>How images are segmented, and what is written.</summary>
public sealed record SegmenterOptions
{
    /// <summary>How the network is run.</summary>
    public PredictorOptions Predictor { get; init; } = new();

    /// <summary>How what the network predicts becomes cells; null is the decoder of the (first) model. Default null.</summary>
    public DecoderOptions? Decoder { get; init; }

    /// <summary>
    /// Cells with fewer pixels of the image are removed, at whatever scale the network sees it; null keeps to the model's own
    /// minimum, which is one of the pixels that the network sees.
    /// </summary>
    public int? MinimumArea { get; init; }

    /// <summary>
    /// Whether cells are dark on bright ground: the network then sees the negative of each image. Default: only for
    /// movies that say so themselves, see <see cref="CellMovie.HasDarkCells"/>.
    /// </summary>
    public bool Invert { get; init; }

    /// <summary>
    /// How large the cells of the images are, in pixels, or Auto to estimate it from each image: the network then sees images
    /// scaled to the cells that it knows best. Labels have the size of the image in any case. By a number images are scaled by
    /// up to 16 times, up or down, more being an error, and left as they are where the sizes differ by less than a factor of
    /// 1.25. By Auto an image is left as it is where its cells are found to be 0.6 to 2 times as large as the best. It is
    /// enlarged at most 2 times, and made smaller at most 16 times and down to 64 pixels along its shorter side; where cells
    /// would be more than 2 times as large as the best even then, or none are found, the estimate is not trusted and the
    /// image left as it is. Several models may differ by a factor of 1.25 in the cells that they know best, and the
    /// first decides. Default: null, which leaves images as they are.
    /// </summary>
    public DiameterSelector? Diameter { get; init; }

    /// <summary>
    /// Micrometres a pixel of the images, above 0: the network sees them scaled to the pixels that it knows, by up to 16 times,
    /// up or down, more being an error, and as they are where the sizes differ by less than a factor of 1.25. Where a model does
    /// not say which pixels it knows, images are not scaled, and <see cref="CellSegmenter.Warning"/> says so; tables have their
    /// micrometres by <see cref="SegmentationInput.PixelSize"/> in any case. Not together with <see cref="Diameter"/>. Default:
    /// null, which leaves images as they are.
    /// </summary>
    public double? PixelSize { get; init; }

    /// <summary>The folder to write to; null writes nothing.</summary>
    public string? DestinationPath { get; init; }

    /// <summary>What to write there. Default: label images.</summary>
    public IReadOnlyList<SegmentationOutput> Outputs { get; init; } = [SegmentationOutputs.LabelTiff];

    /// <summary>Whether files that exist are replaced. Default: they are an error.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Throws when a value is out of its range, or two contradict each other.</summary>
    /// <exception cref="CellSegException">They do.</exception>
    public void Validate()
    {
        Require.Above(PixelSize, 0.0);
        Require.That(Diameter is null || PixelSize is null, PixelSize, $"left out where {nameof(Diameter)} is given");
    }
}
