using CellSeg.Inference.Prediction.Views;
using CellSeg.Models.Compute;
using CellSeg.Models.Networks;

namespace CellSeg.Inference.Prediction;

/// <summary>How a network is run over an image.</summary>
public sealed record PredictorOptions
{
    // What is left of a tile between its halos: less would be hardly anything, and nothing at all would never end.
    private const int SmallestTile = (2 * TiledNetwork.Halo) + (2 * SegmentationNetwork.SizeStep);

    /// <summary>
    /// Larger images go through the network in tiles of this height and width, a multiple of 32, at least 384.
    /// Default 1024.
    /// </summary>
    public int TileSize { get; init; } = 1024;

    /// <summary>Where to compute; the model stays there. Default: on the processor.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>The number type of convolutions. Default: float32.</summary>
    public ComputePrecision Precision { get; init; } = ComputePrecision.Auto;

    /// <summary>
    /// The ways round in which the network sees an image; their maps are turned back and averaged before cells are made of them.
    /// Flips take 4 times the time, all 8 times, and hardly more memory. Not for RetinaMask models, nor for models with a
    /// location layer. Default: only as it is.
    /// </summary>
    public TestTimeAugmentation TestTimeAugmentation { get; init; }

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="CellSegException">One is.</exception>
    public void Validate()
    {
        Require.That(
            TileSize >= SmallestTile && TileSize % SegmentationNetwork.SizeStep == 0, TileSize,
            $"a multiple of {SegmentationNetwork.SizeStep} and at least {SmallestTile}");
        Require.Choice(TestTimeAugmentation);
    }
}
