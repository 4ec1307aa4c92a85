using CellSeg.Inference.Prediction.Views;
using CellSeg.Models.Compute;
using CellSeg.Models.Networks;

namespace CellSeg.Inference.Prediction.Networks;

/// <summary>How a network is run over an image.</summary>
public sealed record PredictorOptions
{
    /// <summary>
    /// How much of an image is computed at once, a multiple of 32. On a graphics card and in bfloat16 it is the height and width of
    /// the tiles in which larger images go through the network, at least 384 and 1024 when null. Otherwise a network goes down
    /// the image row by row, a sixteenth of this number at a time (fewer of very wide images), or as many as suit the caches when
    /// null; labels are then the same whatever it is. Not for RetinaMask, whose tiles have 1024 pixels, since detections depend on what is seen with them.
    /// </summary>
    public int? TileSize { get; init; }

    /// <summary>
    /// Threads of the processor that compute at once where networks go row by row, at least 1; null for as many as it runs at
    /// once. Labels are the same.
    /// </summary>
    public int? ThreadCount { get; init; }

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
            TileSize is null || (TileSize >= SegmentationNetwork.SizeStep && TileSize % SegmentationNetwork.SizeStep == 0), TileSize,
            $"a multiple of {SegmentationNetwork.SizeStep}");
        Require.AtLeast(ThreadCount, 1);
        Require.Choice(TestTimeAugmentation);
    }
}
