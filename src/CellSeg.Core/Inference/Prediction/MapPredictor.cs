using CellSeg.Imaging;
using CellSeg.Imaging.Rows;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Inference.Prediction.Views;
using CellSeg.Inference.Prediction.Windows;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Schemas;

namespace CellSeg.Inference.Prediction;

/// <summary>
/// Predicts the maps of pixel-predicting networks. Those of several views and models are summed up where they belong in the
/// image, so that there is never more than one set of maps, and divided at the end.
/// </summary>
internal sealed class MapPredictor : FramePredictor
{
    private readonly MapNetwork[] _networks;

    public MapPredictor(IReadOnlyList<SegmentationModel> models, MapSchema schema, PredictorOptions? options) : base(models, options)
    {
        Schema = schema;
        _networks = [.. models.Select(model => MapNetwork.Create(model, Options))];
    }

    /// <summary>What the networks predict.</summary>
    public MapSchema Schema { get; }

    /// <summary>Whether all networks go row by row, so that there are no tiles.</summary>
    public bool HasNoTiles => _networks.All(network => network is RowMapNetwork);

    /// <inheritdoc/>
    public override ComputeDevice Device => _networks[0].Device;

    /// <inheritdoc/>
    public override string? Warning
        => string.Join(" ", _networks.Select(network => network.Warning).OfType<string>().Distinct()) is { Length: > 0 } warnings ? warnings : null;

    /// <summary>
    /// The maps of an image, row by row as they are asked for, so that it need not be in memory; null where the image goes through
    /// the network in another way: several frames at once, in several views, or by libtorch.
    /// </summary>
    /// <param name="image">The image, with as many channels as the models take.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="CellSegException">The image cannot be read, or a channel has no finite value at all.</exception>
    public StreamedMaps? Stream(IImageRows image, string name)
    {
        if (FramesPerClip > 1 || Options.TestTimeAugmentation != TestTimeAugmentation.None || !HasNoTiles)
            return null;
        // Before a network is taken, which would be lost with an image that has no finite value.
        IImageRows[] seen = [.. _networks.Select(network => network.Model.Specification.Normalize(image, name))];
        return new StreamedMaps(
            [.. _networks.Cast<RowMapNetwork>().Zip(seen, (network, rows) => (network.Rent(), rows))], image.Height, image.Width);
    }

    private protected override bool Retreat() => Array.ConvertAll(_networks, network => network.Retreat()).Contains(true);

    private protected override IReadOnlyList<FramePrediction> Predict(
        IReadOnlyList<CellImage> clip, Func<SegmentationModel, CellImage, CellImage> normalize, CancellationToken cancellationToken)
    {
        int height = clip[0].Height, width = clip[0].Width;
        PredictedMaps[] frames = [.. clip.Select(_ => new PredictedMaps(
            Schema, height, width, Schema.Maps.ToDictionary(map => map, map => CellImage.Allocate(map.TargetChannels, height, width))))];
        var views = ImageView.Create(Options.TestTimeAugmentation, height, width);
        foreach (var network in _networks)
        {
            CellImage[] seen = [.. clip.Select(image => normalize(network.Model, image))];
            foreach (var view in views)
                network.Run(seen, view, (values, tile) => Add(frames, values, tile), cancellationToken);
        }
        int count = PassCount;
        foreach (float[] map in frames.SelectMany(frame => frame.Maps.Values).TakeWhile(_ => count > 1))
        {
            for (int i = 0; i < map.Length; i++)
                map[i] /= count;
        }
        return frames;
    }

    private void Add(PredictedMaps[] frames, ReadOnlySpan<float> values, MapTile tile)
    {
        int plane = 0;
        foreach (var frame in frames)
        {
            int size = frame.Height * frame.Width;
            foreach (var map in Schema.Maps)
            {
                for (int channel = 0; channel < map.TargetChannels; channel++)
                    tile.AddTo(values, plane++, frame.Maps[map].AsSpan(channel * size, size));
            }
        }
    }
}
