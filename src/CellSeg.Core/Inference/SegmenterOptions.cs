using CellSeg.Datasets;
using CellSeg.Inference.Outputs;
using CellSeg.Inference.Prediction;

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

    /// <summary>The folder to write to; null writes nothing.</summary>
    public string? DestinationPath { get; init; }

    /// <summary>What to write there. Default: label images.</summary>
    public IReadOnlyList<SegmentationOutput> Outputs { get; init; } = [SegmentationOutputs.LabelTiff];

    /// <summary>Whether files that exist are replaced. Default: they are an error.</summary>
    public bool Overwrite { get; init; }
}
