using CellSeg.Imaging;
using CellSeg.Inference.Prediction.Views;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Networks;

namespace CellSeg.Inference.Prediction.Networks;

/// <summary>Takes a rectangle of maps.</summary>
/// <param name="values">The numbers, where <paramref name="tile"/> says; gone afterwards.</param>
/// <param name="tile">Which pixels they are.</param>
internal delegate void MapTileHandler(ReadOnlySpan<float> values, MapTile tile);

/// <summary>The network of one model that predicts maps of images of any size.</summary>
internal abstract class MapNetwork
{
    /// <summary>The model.</summary>
    public abstract SegmentationModel Model { get; }

    /// <summary>Where the network is run: never <see cref="ComputeDevice.Auto"/>.</summary>
    public abstract ComputeDevice Device { get; }

    /// <summary>Why another number type is computed in than the wanted one; null when none is.</summary>
    public abstract string? Warning { get; }

    /// <summary>The way to run a model's network: row by row where that is possible, otherwise by libtorch.</summary>
    /// <param name="model">The model; it must live as long.</param>
    /// <param name="options">How the network is run; within their ranges.</param>
    /// <exception cref="CellSegException">The device is missing, or it computes wrongly.</exception>
    public static MapNetwork Create(SegmentationModel model, PredictorOptions options)
        => options.Device != ComputeDevice.Cuda && options.Precision != ComputePrecision.BFloat16 && model.Network is SemanticNetwork network
            ? new RowMapNetwork(model, network, options)
            : new TiledMapNetwork(new TiledNetwork(model, options));

    /// <summary>Does with less memory from now on, and says so in <see cref="Warning"/>.</summary>
    /// <returns>Whether there was a way.</returns>
    public abstract bool Retreat();

    /// <summary>Predicts the maps of a clip.</summary>
    /// <param name="clip">The frames that the network takes at once, of one size and normalised.</param>
    /// <param name="view">The way round in which the network sees them.</param>
    /// <param name="handler">Takes the maps, target channels of frame after frame, each pixel once.</param>
    /// <param name="cancellationToken">Stops between parts of the image.</param>
    /// <exception cref="CellSegException">Memory does not suffice.</exception>
    public abstract void Run(IReadOnlyList<CellImage> clip, ImageView view, MapTileHandler handler, CancellationToken cancellationToken);
}
