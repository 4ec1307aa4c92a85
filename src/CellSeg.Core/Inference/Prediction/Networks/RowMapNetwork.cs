using CellSeg.Imaging;
using CellSeg.Imaging.Rows;
using CellSeg.Inference.Prediction.Views;
using CellSeg.Inference.Prediction.Windows;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Networks;
using CellSeg.Models.Streaming;

namespace CellSeg.Inference.Prediction.Networks;

/// <summary>A network that goes down an image row by row, on the processor and in float32.</summary>
/// <param name="model">The model; it must live as long. Its weights are taken when the first image comes.</param>
/// <param name="network">Its network.</param>
/// <param name="options">How the network is run.</param>
internal sealed class RowMapNetwork(SegmentationModel model, SemanticNetwork network, PredictorOptions options) : MapNetwork
{
    // So many rows of a tile are computed at once.
    private const int RowShare = 16;

    private RowNetworks? _networks;

    /// <inheritdoc/>
    public override SegmentationModel Model => model;

    /// <inheritdoc/>
    public override ComputeDevice Device => ComputeDevice.Cpu;

    /// <inheritdoc/>
    public override string? Warning => null;

    /// <summary>The network, for one image.</summary>
    public RowNetwork Rent()
    {
        if (_networks is null)
        {
            // It may have been on a card before.
            model.MoveTo(ComputeDevice.Cpu);
            _networks = network.GetRowNetworks();
        }
        return _networks.Rent(options.ThreadCount, options.TileSize / RowShare);
    }

    /// <inheritdoc/>
    public override bool Retreat() => false;

    /// <inheritdoc/>
    public override void Run(IReadOnlyList<CellImage> clip, ImageView view, MapTileHandler handler, CancellationToken cancellationToken)
    {
        using var rows = Rent();
        rows.Begin([.. clip.Select<CellImage, IImageRows>(frame => view.IsPlain ? frame : new ViewedRows(frame, view))], (top, count, values) =>
            handler(values, new MapTile(view, new MapWindow(top, 0, count, view.Width), 0, view.Width, count * view.Width)));
        while (rows.Advance())
            cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>An image the other way round.</summary>
    private sealed class ViewedRows(CellImage image, ImageView view) : IImageRows
    {
        public int Channels => image.Channels;

        public int Height => view.Height;

        public int Width => view.Width;

        public IReadOnlyList<string> ChannelNames => image.ChannelNames;

        public void ReadRows(int top, int rows, Span<float> values)
        {
            int i = 0;
            for (int c = 0; c < Channels; c++)
            {
                var plane = image.Plane(c);
                for (int y = top; y < top + rows; y++)
                {
                    for (int x = 0; x < Width; x++)
                        values[i++] = plane[view.IndexOf(y, x)];
                }
            }
        }
    }
}
