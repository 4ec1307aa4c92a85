using CellSeg.Imaging;
using CellSeg.Inference.Prediction.Views;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Networks;
using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Inference.Prediction.Networks;

/// <summary>
/// The network of one model, run over images of any size. Sizes that are no multiple of 32 are filled up by mirroring; large
/// images go through in overlapping tiles of which only the middles are kept.
/// </summary>
internal sealed class TiledNetwork
{
    /// <summary>A tile's outer ring sees a mirrored border instead of the image; as far as it reaches, results are dropped.</summary>
    public const int Halo = 160;

    private const int DefaultTile = 1024;

    // What is left of a tile between its halos: less would be hardly anything, and nothing at all would never end.
    private const int SmallestTile = (2 * Halo) + (2 * SegmentationNetwork.SizeStep);

    private readonly PredictorOptions _options;
    private readonly bool _keepsTiles;
    private int _tileSize;
    private ScalarType _type;

    /// <param name="model">The model; it must live as long.</param>
    /// <param name="options">How the network is run; within their ranges.</param>
    /// <param name="keepsTiles">Whether tiles keep their size where memory does not suffice, since results depend on it.</param>
    /// <exception cref="CellSegException">The device is missing, or it computes wrongly.</exception>
    public TiledNetwork(SegmentationModel model, PredictorOptions options, bool keepsTiles = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        (Model, _options, _keepsTiles) = (model, options, keepsTiles);
        _tileSize = options.TileSize ?? DefaultTile;
        Require.AtLeast(_tileSize, SmallestTile, nameof(PredictorOptions.TileSize));
        Device = ComputeSupport.Resolve(options.Device);
        (_type, Warning) = ComputeSupport.Choose(model.Network.Convolutions, options.Precision, Device, trains: false);
    }

    /// <summary>The model.</summary>
    public SegmentationModel Model { get; }

    /// <summary>Where the network is run: never <see cref="ComputeDevice.Auto"/>.</summary>
    public ComputeDevice Device { get; private set; }

    /// <summary>What is computed otherwise than was asked for, and why; null when nothing is.</summary>
    public string? Warning { get; private set; }

    /// <summary>Runs the network over all tiles of a view.</summary>
    /// <param name="clip">The frames that the network takes at once, of one size and normalised.</param>
    /// <param name="view">The way round in which the network sees them.</param>
    /// <param name="add">Takes what the network gives for a tile, which is gone afterwards.</param>
    /// <param name="cancellationToken">Stops between tiles.</param>
    /// <exception cref="MemoryShortageException">Memory does not suffice for a tile; see <see cref="Retreat"/>.</exception>
    public void Run(IReadOnlyList<CellImage> clip, ImageView view, Action<Tensor[], PredictedTile> add, CancellationToken cancellationToken)
    {
        Model.Network.eval();
        Model.MoveTo(Device);
        Model.Network.ComputeType = _type;
        // With location channels a pixel's place in the image counts, which a tile would not know.
        bool isWhole = Model.Specification.LocationLayer || (view.Height <= _tileSize && view.Width <= _tileSize);
        int step = isWhole ? Math.Max(view.Height, view.Width) : _tileSize - (2 * Halo);
        int halo = isWhole ? 0 : Halo;
        for (int top = 0; top < view.Height; top += step)
        {
            for (int left = 0; left < view.Width; left += step)
            {
                cancellationToken.ThrowIfCancellationRequested();
                RunTile(clip, new PredictedTile(view, top, left, Math.Min(step, view.Height - top), Math.Min(step, view.Width - left), halo), add);
            }
        }
    }

    /// <summary>Does with less memory from now on: with tiles of half the size, at last on the processor.</summary>
    /// <returns>Whether there was a way.</returns>
    public bool Retreat()
    {
        if (_tileSize > SmallestTile && !_keepsTiles)
            _tileSize = Math.Max(SmallestTile, _tileSize / 2 / SegmentationNetwork.SizeStep * SegmentationNetwork.SizeStep);
        else if (Device == ComputeDevice.Cuda)
        {
            (Device, _tileSize) = (ComputeDevice.Cpu, _options.TileSize ?? DefaultTile);
            (_type, _) = ComputeSupport.Choose(Model.Network.Convolutions, _options.Precision, Device, trains: false);
        }
        else
            return false;
        Warning = $"Memory did not suffice: images go through the network in tiles of {_tileSize} x {_tileSize} pixels on {Device}.";
        return true;
    }

    private void RunTile(IReadOnlyList<CellImage> clip, PredictedTile tile, Action<Tensor[], PredictedTile> add)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        int channels = clip[0].Channels, height = tile.PaddedHeight, width = tile.PaddedWidth;
        float[] values = CellImage.Allocate(clip.Count * channels, height, width);
        int size = values.Length / clip.Count;
        for (int frame = 0; frame < clip.Count; frame++)
            Cut(clip[frame], tile, values.AsSpan(frame * size, size));
        try
        {
            add(Model.Network.forward(InputTensor.Create(values, [clip.Count, channels, height, width], Model.Network.Device)), tile);
        }
        catch (Exception e) when (ComputeSupport.IsOutOfMemory(e))
        {
            throw new MemoryShortageException(
                "Image", $"there is too little memory for a tile of {height} x {width} pixels",
                _keepsTiles ? "Use -Device Cpu, or cut it into smaller images" : "Choose a smaller -TileSize, or -Device Cpu", e);
        }
    }

    /// <summary>Copies a tile out of an image, mirrored where it reaches beyond the border.</summary>
    private static void Cut(CellImage image, PredictedTile tile, Span<float> values)
    {
        var view = tile.View;
        int i = 0;
        for (int c = 0; c < image.Channels; c++)
        {
            var plane = image.Plane(c);
            for (int y = 0; y < tile.PaddedHeight; y++)
            {
                int row = MirroredIndex.Of(tile.Top - tile.Halo + y, view.Height);
                for (int x = 0; x < tile.PaddedWidth; x++)
                    values[i++] = plane[view.IndexOf(row, MirroredIndex.Of(tile.Left - tile.Halo + x, view.Width))];
            }
        }
    }
}
