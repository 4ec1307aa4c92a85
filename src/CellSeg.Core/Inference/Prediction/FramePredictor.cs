using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Inference.Prediction.Views;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Schemas;

namespace CellSeg.Inference.Prediction;

/// <summary>
/// Predicts from images of any size with one model, or with several whose maps are averaged. For use by one thread at a time.
/// </summary>
public abstract class FramePredictor
{
    private readonly int _modelCount;

    private protected FramePredictor(IReadOnlyList<SegmentationModel> models, PredictorOptions? options)
    {
        Options = options ?? new PredictorOptions();
        Options.Validate();
        (Model, _modelCount) = (models[0], models.Count);
    }

    /// <summary>Where the networks are run: never <see cref="ComputeDevice.Auto"/>.</summary>
    public abstract ComputeDevice Device { get; }

    /// <summary>
    /// What is computed otherwise than was asked for, and why; null when nothing is. Lack of memory may change it from image to image.
    /// </summary>
    public abstract string? Warning { get; }

    /// <summary>Frames that the networks take at once.</summary>
    public int FramesPerClip => Model.Specification.Temporal.FramesPerBatch;

    /// <summary>How often an image goes through a network: the number of views, once for each model. The time grows with it.</summary>
    public int PassCount => _modelCount * ImageView.Count(Options.TestTimeAugmentation);

    /// <summary>The model, or the first of several.</summary>
    private protected SegmentationModel Model { get; }

    /// <summary>How the networks are run.</summary>
    private protected PredictorOptions Options { get; }

    /// <summary>Makes the predictor that suits a model.</summary>
    /// <param name="model">The model; it must live as long.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <exception cref="CellSegException">
    /// An option is out of its range or not for this model, the device is missing, or it computes wrongly.
    /// </exception>
    public static FramePredictor Create(SegmentationModel model, PredictorOptions? options = null) => Create([model], options);

    /// <summary>Makes the predictor that averages the maps of models, each of which normalises images in its own way.</summary>
    /// <param name="models">
    /// One or more with the same schema, maps, input channels and frames per batch; several are not of the schema RetinaMask.
    /// They must live as long.
    /// </param>
    /// <param name="options">How; the defaults when null.</param>
    /// <exception cref="CellSegException">
    /// The models cannot be averaged, an option is out of its range or not for these models, the device is missing, or it
    /// computes wrongly.
    /// </exception>
    public static FramePredictor Create(IReadOnlyList<SegmentationModel> models, PredictorOptions? options = null)
        => Create(models, options, minimumScore: null, decoder: null);

    /// <summary>Makes the predictor that suits models, with a say in which detections it makes.</summary>
    /// <param name="models">The models, as for <see cref="Create(IReadOnlyList{SegmentationModel}, PredictorOptions?)"/>.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <param name="minimumScore">Detections with a lower score are not made; the decoder decides when null.</param>
    /// <param name="decoder">Which detections are made; the first model's decoder when null.</param>
    /// <exception cref="CellSegException">As above, or the decoder is that of another schema.</exception>
    internal static FramePredictor Create(
        IReadOnlyList<SegmentationModel> models, PredictorOptions? options, float? minimumScore, DecoderOptions? decoder = null)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentOutOfRangeException.ThrowIfZero(models.Count);
        AveragingRules.Check(models, options?.TestTimeAugmentation ?? TestTimeAugmentation.None);
        if (decoder is not null)
            models[0].Schema.Validate(decoder);
        return models[0].Schema is MapSchema schema
            ? new MapPredictor(models, schema, options)
            : new DetectionPredictor(models[0], options, minimumScore, decoder);
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
        Check(clip);
        while (true)
        {
            try
            {
                return Predict(clip, (model, image) => model.Specification.Normalize(image, "Image"), cancellationToken);
            }
            catch (MemoryShortageException) when (Retreat())
            {
                // Once more, with less at once.
            }
        }
    }

    /// <summary>Throws unless the images can be the frames of a clip.</summary>
    /// <exception cref="CellSegException">The model takes another number of channels, or the frames differ in size.</exception>
    internal void Check(IReadOnlyList<CellImage> clip)
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
    }

    /// <summary>Predicts by one model from frames that have been normalised for it already.</summary>
    internal IReadOnlyList<FramePrediction> PredictNormalized(IReadOnlyList<CellImage> clip, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(_modelCount, 1);
        return Predict(clip, (_, image) => image, cancellationToken);
    }

    /// <summary>Does with less memory from now on, and says so in <see cref="Warning"/>.</summary>
    /// <returns>Whether there was a way.</returns>
    private protected abstract bool Retreat();

    /// <summary>One prediction a frame.</summary>
    /// <param name="clip">As many frames as a network takes.</param>
    /// <param name="normalize">Makes of a frame what a model's network sees.</param>
    /// <param name="cancellationToken">Stops between parts of the image.</param>
    private protected abstract IReadOnlyList<FramePrediction> Predict(
        IReadOnlyList<CellImage> clip, Func<SegmentationModel, CellImage, CellImage> normalize, CancellationToken cancellationToken);
}
