using CellSeg.Imaging;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Schemas;
using static TorchSharp.torch;

namespace CellSeg.Inference.Prediction;

/// <summary>
/// Runs a network over images of any size. Sizes that are no multiple of 32 are filled up by mirroring; large images
/// go through in overlapping tiles of which only the middles are kept. For use by one thread at a time.
/// </summary>
public abstract class FramePredictor
{
    /// <summary>A tile's outer ring sees a mirrored border instead of the image; as far as it reaches, results are dropped.</summary>
    internal const int Halo = 160;

    private readonly PredictorOptions _options;
    private readonly ScalarType _type;

    private protected FramePredictor(SegmentationModel model, PredictorOptions? options)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        _options = options ?? new PredictorOptions();
        _options.Validate();
        Device = ComputeSupport.Resolve(_options.Device);
        (_type, Warning) = ComputeSupport.Choose(model.Network.Convolutions, _options.Precision, Device, trains: false);
    }

    /// <summary>Where the network is run: never <see cref="ComputeDevice.Auto"/>.</summary>
    public ComputeDevice Device { get; }

    /// <summary>Why another number type is computed in than the wanted one; null when none is.</summary>
    public string? Warning { get; }

    /// <summary>Frames that the network takes at once.</summary>
    public int FramesPerClip => Model.Specification.Temporal.FramesPerBatch;

    private protected SegmentationModel Model { get; }

    /// <summary>Makes the predictor that suits a model.</summary>
    /// <param name="model">The model; it must live as long.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <exception cref="CellSegException">An option is out of its range, the device is missing, or it computes wrongly.</exception>
    public static FramePredictor Create(SegmentationModel model, PredictorOptions? options = null) => Create(model, options, minimumScore: null);

    /// <summary>Makes the predictor that suits a model, with a say in which detections it makes.</summary>
    /// <param name="model">The model; it must live as long.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <param name="minimumScore">Detections with a lower score are not made; the model's decoder decides when null.</param>
    internal static FramePredictor Create(SegmentationModel model, PredictorOptions? options, float? minimumScore)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Schema is MapSchema schema
            ? new MapPredictor(model, schema, options)
            : new DetectionPredictor(model, options, minimumScore);
    }

    /// <summary>Predicts from one image; a network of several frames sees it as a movie that stands still.</summary>
    /// <param name="image">As it was read.</param>
    /// <param name="cancellationToken">Stops between tiles.</param>
    /// <exception cref="CellSegException">The model takes another number of channels, or memory does not suffice.</exception>
    public FramePrediction Predict(CellImage image, CancellationToken cancellationToken = default)
        => Predict(Enumerable.Repeat(image, FramesPerClip).ToList(), cancellationToken)[0];

    /// <summary>Predicts from the frames of a clip.</summary>
    /// <param name="clip"><see cref="FramesPerClip"/> frames of one size in their order, as they were read.</param>
    /// <param name="cancellationToken">Stops between tiles.</param>
    /// <returns>One prediction a frame.</returns>
    /// <exception cref="CellSegException">The model takes another number of channels, the frames differ in size, or memory does not suffice.</exception>
    public IReadOnlyList<FramePrediction> Predict(IReadOnlyList<CellImage> clip, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clip);
        int channels = Model.Specification.InputChannels;
        foreach (var image in clip)
        {
            if (image.Channels != channels)
            {
                throw new CellSegException(
                    "Image", $"it has {image.Channels} channels, the model takes {channels}",
                    "Choose the channel with -Channel, or use a model for these images");
            }
            if ((image.Height, image.Width) != (clip[0].Height, clip[0].Width))
            {
                throw new CellSegException(
                    "Image", $"it is {image.Height} x {image.Width}, another frame of its movie is {clip[0].Height} x {clip[0].Width}",
                    "Use frames of one size");
            }
        }
        return PredictNormalized([.. clip.Select(image => Model.Specification.Normalize(image, "Image"))], cancellationToken);
    }

    /// <summary>Predicts from frames that have been normalised already.</summary>
    internal IReadOnlyList<FramePrediction> PredictNormalized(IReadOnlyList<CellImage> clip, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(clip.Count, FramesPerClip);
        int height = clip[0].Height, width = clip[0].Width;
        Model.Network.eval();
        Model.MoveTo(Device);
        Model.Network.ComputeType = _type;
        // With location channels a pixel's place in the image counts, which a tile would not know.
        bool isWhole = Model.Specification.LocationLayer || (height <= _options.TileSize && width <= _options.TileSize);
        int step = isWhole ? Math.Max(height, width) : _options.TileSize - (2 * Halo);
        int halo = isWhole ? 0 : Halo;
        Begin(height, width);
        for (int top = 0; top < height; top += step)
        {
            for (int left = 0; left < width; left += step)
            {
                cancellationToken.ThrowIfCancellationRequested();
                PredictTile(clip, new PredictedTile(top, left, Math.Min(step, height - top), Math.Min(step, width - left), halo));
            }
        }
        return End();
    }

    /// <summary>Starts a clip.</summary>
    private protected abstract void Begin(int height, int width);

    /// <summary>Takes what the network gave for a tile.</summary>
    /// <param name="outputs">What the network gives; gone afterwards.</param>
    /// <param name="tile">Where it lies.</param>
    private protected abstract void Add(Tensor[] outputs, PredictedTile tile);

    /// <summary>One prediction a frame.</summary>
    private protected abstract IReadOnlyList<FramePrediction> End();

    private void PredictTile(IReadOnlyList<CellImage> clip, PredictedTile tile)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        int channels = clip[0].Channels, height = tile.PaddedHeight, width = tile.PaddedWidth, size = channels * height * width;
        var values = new float[clip.Count * size];
        for (int frame = 0; frame < clip.Count; frame++)
            Cut(clip[frame], tile, values.AsSpan(frame * size, size));
        try
        {
            Add(Model.Network.forward(tensor(values, [clip.Count, channels, height, width], device: Model.Network.Device)), tile);
        }
        catch (Exception e) when (ComputeSupport.IsOutOfMemory(e))
        {
            throw new CellSegException(
                "Image", $"there is too little memory for a tile of {height} x {width} pixels",
                "Choose a smaller -TileSize, or -Device Cpu", e);
        }
    }

    /// <summary>Copies a tile out of an image, mirrored where it reaches beyond the border.</summary>
    private static void Cut(CellImage image, PredictedTile tile, Span<float> values)
    {
        int i = 0;
        for (int c = 0; c < image.Channels; c++)
        {
            var plane = image.Plane(c);
            for (int y = 0; y < tile.PaddedHeight; y++)
            {
                int row = MirroredIndex.Of(tile.Top - tile.Halo + y, image.Height) * image.Width;
                for (int x = 0; x < tile.PaddedWidth; x++)
                    values[i++] = plane[row + MirroredIndex.Of(tile.Left - tile.Halo + x, image.Width)];
            }
        }
    }
}
