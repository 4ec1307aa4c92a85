using CellSeg.Imaging;
using CellSeg.Inference.Prediction.Views;
using CellSeg.Inference.Prediction.Windows;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Schemas;

namespace CellSeg.Inference.Prediction.Networks;

/// <summary>A network that libtorch runs, tile by tile.</summary>
/// <param name="network">Runs it.</param>
internal sealed class TiledMapNetwork(TiledNetwork network) : MapNetwork
{
    private readonly IReadOnlyList<OutputMap> _maps = network.Model.Schema.Maps;

    /// <inheritdoc/>
    public override SegmentationModel Model => network.Model;

    /// <inheritdoc/>
    public override ComputeDevice Device => network.Device;

    /// <inheritdoc/>
    public override string? Warning => network.Warning;

    /// <inheritdoc/>
    public override bool Retreat() => network.Retreat();

    /// <inheritdoc/>
    public override void Run(IReadOnlyList<CellImage> clip, ImageView view, MapTileHandler handler, CancellationToken cancellationToken)
        => network.Run(clip, view, (outputs, tile) =>
        {
            int size = tile.PaddedHeight * tile.PaddedWidth, start = 0, planes = _maps.Sum(map => map.TargetChannels);
            float[] values = new float[clip.Count * planes * size];
            for (int i = 0; i < outputs.Length; i++)
            {
                int kept = _maps[i].TargetChannels;
                var frames = outputs[i].narrow(1, outputs[i].shape[1] - kept, kept).contiguous().cpu().data<float>().ToArray().AsSpan();
                for (int frame = 0; frame < clip.Count; frame++)
                    frames.Slice(frame * kept * size, kept * size).CopyTo(values.AsSpan(((frame * planes) + start) * size));
                start += kept;
            }
            var window = new MapWindow(tile.Top, tile.Left, tile.Height, tile.Width);
            handler(values, new MapTile(view, window, (tile.Halo * tile.PaddedWidth) + tile.Halo, tile.PaddedWidth, size));
        }, cancellationToken);
}
