using CellSeg.Models.Compute;
using CellSeg.Models.Networks;

namespace CellSeg.Inference.Prediction;

/// <summary>How a network is run over an image.</summary>
public sealed record PredictorOptions
{
    // What is left of a tile between its halos: less would be hardly anything, and nothing at all would never end.
    private const int SmallestTile = (2 * FramePredictor.Halo) + (2 * SegmentationNetwork.SizeStep);

    /// <summary>
    /// Larger images go through the network in tiles of this height and width, a multiple of 32, at least 384.
    /// Default 1024.
    /// </summary>
    public int TileSize { get; init; } = 1024;

    /// <summary>Where to compute; the model stays there. Default: on the processor.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>The number type of convolutions. Default: float32.</summary>
    public ComputePrecision Precision { get; init; } = ComputePrecision.Auto;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        Require.That(
            TileSize >= SmallestTile && TileSize % SegmentationNetwork.SizeStep == 0, TileSize,
            $"a multiple of {SegmentationNetwork.SizeStep} and at least {SmallestTile}");
    }
}
