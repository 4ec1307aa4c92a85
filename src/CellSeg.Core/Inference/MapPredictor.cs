using CellSeg.Imaging;
using CellSeg.Models;
using static TorchSharp.torch;

namespace CellSeg.Inference;

/// <summary>
/// Runs a network over images of any size. Sizes that are no multiple of 32 are filled up by mirroring; large images
/// go through in overlapping tiles of which only the middles are kept. For use by one thread at a time.
/// </summary>
public sealed class MapPredictor
{
    /// <summary>A tile's outer ring sees a mirrored border instead of the image; as far as it reaches, results are dropped.</summary>
    internal const int Halo = 160;

    private readonly SegmentationModel _model;
    private readonly PredictorOptions _options;

    /// <summary>Makes a predictor.</summary>
    /// <param name="model">The model; it must live as long.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <exception cref="CellSegException">An option is out of its range.</exception>
    public MapPredictor(SegmentationModel model, PredictorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _options = options ?? new PredictorOptions();
        _options.Validate();
    }

    /// <summary>Predicts the maps of an image.</summary>
    /// <param name="image">As it was read.</param>
    /// <param name="cancellationToken">Stops between tiles.</param>
    /// <exception cref="CellSegException">The model takes another number of channels.</exception>
    public PredictedMaps Predict(CellImage image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        int channels = _model.Specification.InputChannels;
        if (image.Channels != channels)
            throw new CellSegException("Image", $"it has {image.Channels} channels, the model takes {channels}", "Choose the channel with -Channel, or use a model for these images");
        return PredictNormalized(ImageNormalizer.Normalize(image, _model.Specification.Normalization), cancellationToken);
    }

    /// <summary>Predicts the maps of an image that has been normalised already.</summary>
    internal PredictedMaps PredictNormalized(CellImage image, CancellationToken cancellationToken)
    {
        var maps = _model.Specification.GetMaps().ToDictionary(map => map, _ => new float[image.Height * image.Width]);
        _model.Network.eval();
        _model.Network.ComputeType = ComputeSupport.Resolve(_options.Precision);
        // With location channels a pixel's place in the image counts, which a tile would not know.
        bool isWhole = _model.Specification.LocationLayer || (image.Height <= _options.TileSize && image.Width <= _options.TileSize);
        int step = isWhole ? Math.Max(image.Height, image.Width) : _options.TileSize - (2 * Halo);
        int halo = isWhole ? 0 : Halo;
        for (int top = 0; top < image.Height; top += step)
        {
            for (int left = 0; left < image.Width; left += step)
            {
                cancellationToken.ThrowIfCancellationRequested();
                PredictTile(image, top, left, Math.Min(step, image.Height - top), Math.Min(step, image.Width - left), halo, maps);
            }
        }
        return new PredictedMaps(image.Height, image.Width, maps);
    }

    private void PredictTile(CellImage image, int top, int left, int height, int width, int halo, Dictionary<PredictedMap, float[]> maps)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        int paddedHeight = RoundUp(height + (2 * halo)), paddedWidth = RoundUp(width + (2 * halo));
        var input = tensor(Cut(image, top - halo, left - halo, paddedHeight, paddedWidth), [1, image.Channels, paddedHeight, paddedWidth]);
        var outputs = _model.Network.forward(input);
        int i = 0;
        foreach (var map in _model.Specification.GetMaps())
        {
            var output = outputs[i++];
            // Of the foreground's two classes the second is kept.
            float[] values = output.narrow(1, output.shape[1] - 1, 1).contiguous().data<float>().ToArray();
            for (int y = 0; y < height; y++)
                values.AsSpan(((y + halo) * paddedWidth) + halo, width).CopyTo(maps[map].AsSpan(((top + y) * image.Width) + left));
        }
    }

    /// <summary>A rectangle of an image, mirrored where it reaches beyond the border.</summary>
    private static float[] Cut(CellImage image, int top, int left, int height, int width)
    {
        var values = new float[image.Channels * height * width];
        int i = 0;
        for (int c = 0; c < image.Channels; c++)
        {
            var plane = image.Plane(c);
            for (int y = 0; y < height; y++)
            {
                int row = MirroredIndex.Of(top + y, image.Height) * image.Width;
                for (int x = 0; x < width; x++)
                    values[i++] = plane[row + MirroredIndex.Of(left + x, image.Width)];
            }
        }
        return values;
    }

    private static int RoundUp(int size) => (size + SegmentationNetwork.SizeStep - 1) / SegmentationNetwork.SizeStep * SegmentationNetwork.SizeStep;
}
