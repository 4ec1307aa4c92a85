using CellSeg.Datasets;
using CellSeg.Inference.Outputs;
using CellSeg.Inference.Prediction;
using CellSeg.Inference.Scaling;

namespace CellSeg.Inference;

/// <summary>How images are segmented, and what is written.</summary>
public sealed record SegmenterOptions
{
    /// <summary>How the network is run.</summary>
    public PredictorOptions Predictor { get; init; } = new();

    /// <summary>Cells with fewer pixels are removed; null keeps to the model's own minimum.</summary>
    public int? MinimumArea { get; init; }

    /// <summary>
    /// Whether cells are dark on bright ground: the network then sees the negative of each image. Default: only for
    /// movies that say so themselves, see <see cref="CellMovie.HasDarkCells"/>.
    /// </summary>
    public bool Invert { get; init; }

    /// <summary>
    /// How large the cells of the images are, in pixels, or Auto to estimate it from each image: the network then sees images
    /// scaled to the cells that it knows best, within a factor of 16, and not scaled where they differ by less than a
    /// quarter. Labels have the size of the image in any case. Default: null, which leaves images as they are.
    /// </summary>
    public DiameterSelector? Diameter { get; init; }

    /// <summary>
    /// Micrometres a pixel of the images, above 0: the network sees them scaled to the pixels that it knows. Not together with
    /// <see cref="Diameter"/>. Default: null, which leaves images as they are.
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
