using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Inference.Prediction;
using CellSeg.Models;

namespace CellSeg.Inference.Scaling;

/// <summary>
/// Decides how many pixels a network sees for each pixel of an image, so that its cells are about as large as those that the
/// network knows best.
/// </summary>
internal sealed class ScaleChooser
{
    // Within this factor an image is left alone: a network knows cells of more than one size, and scaling blurs.
    private const double Tolerance = 1.25;

    // More is a diameter in other units, or a slip.
    private const double Limit = 16;

    private readonly SegmentationModel _model;
    private readonly FramePredictor _predictor;
    private readonly DecoderOptions _decoder;
    private readonly double _scale = 1;
    private readonly DiameterEstimator? _estimator;

    /// <param name="models">The models, the first of which says what is best.</param>
    /// <param name="predictor">Runs them.</param>
    /// <param name="decoder">How the cells are made that a look finds.</param>
    /// <param name="diameter">How large the cells of the images are; null leaves images as they are.</param>
    /// <param name="pixelSize">Micrometres a pixel of the images, which decides where it is given.</param>
    /// <exception cref="CellSegException">A model does not say which cells it knows best, models differ in it, or it is too far away.</exception>
    public ScaleChooser(
        IReadOnlyList<SegmentationModel> models, FramePredictor predictor, DecoderOptions decoder, DiameterSelector? diameter, double? pixelSize)
    {
        (_model, _predictor, _decoder) = (models[0], predictor, decoder);
        if (diameter is { } chosen)
        {
            double best = FindCommon(models, nameof(SegmenterOptions.Diameter), model => model.CellDiameter ?? throw UnknownDiameter(model));
            if (chosen.Pixels is { } pixels)
                _scale = Check(nameof(SegmenterOptions.Diameter), best / pixels);
            else
                _estimator = new DiameterEstimator(best);
        }
        else if (pixelSize is { } size)
        {
            const string name = nameof(SegmenterOptions.PixelSize);
            if (models.FirstOrDefault(model => model.PixelSize is null) is { } unknown)
                Warning = $"The model {unknown.Name} does not say how large the pixels are that it knows, so that images are not scaled by their {name}.";
            else
                _scale = Check(name, size / FindCommon(models, name, model => model.PixelSize!.Value));
        }
    }

    /// <summary>Why images are not scaled although the size of their pixels was given; null where this is not so.</summary>
    public string? Warning { get; }

    /// <summary>Whether a network sees every image as it is.</summary>
    public bool KeepsSize => _estimator is null && _scale == 1;

    /// <summary>Pixels of the network for each pixel of an image, along each side.</summary>
    /// <param name="image">The image as the model takes it, not yet normalised.</param>
    /// <param name="cancellationToken">Stops between tiles.</param>
    /// <returns>The scale, and the prediction from the image at this scale where it was made for the choice.</returns>
    public (double Scale, FramePrediction? Prediction) Choose(CellImage image, CancellationToken cancellationToken)
    {
        if (_estimator is null)
            return (_scale, null);
        FramePrediction? whole = null;
        double scale = _estimator.EstimateScale(Math.Min(image.Height, image.Width), look =>
        {
            var prediction = _predictor.Predict(Scale(image, look), cancellationToken);
            // Of a clip it is not: the image stood still in it.
            whole = look == 1 && _predictor.FramesPerClip == 1 ? prediction : null;
            return prediction.Decode(_decoder);
        });
        return (scale, scale == 1 ? whole : null);
    }

    /// <summary>
    /// An image as the network sees it. Values that are not finite become background where it is scaled, since each would spoil
    /// all new pixels around it.
    /// </summary>
    /// <param name="image">The image as the model takes it, not yet normalised.</param>
    /// <param name="scale">From <see cref="Choose"/>.</param>
    /// <exception cref="CellSegException">A channel has no finite value at all, or there is no room for so many pixels.</exception>
    public CellImage Scale(CellImage image, double scale)
        => scale == 1 ? image : ImageScaler.Scale(_model.Specification.FillNonFinite(image, "Image"), scale);

    /// <summary>The size that the first of some models knows best; the others' are about the same.</summary>
    private static double FindCommon(IReadOnlyList<SegmentationModel> models, string parameter, Func<SegmentationModel, double> sizeOf)
    {
        var sizes = models.Select((model, i) => (Model: $"\"{model.Name}\" (model {i + 1})", Size: sizeOf(model))).ToList();
        var (least, most) = (sizes.MinBy(model => model.Size), sizes.MaxBy(model => model.Size));
        return most.Size <= Tolerance * least.Size
            ? sizes[0].Size
            : throw new CellSegException(
                parameter,
                FormattableString.Invariant($"no scale suits all models: {least.Model} knows {least.Size:G3} best, {most.Model} knows {most.Size:G3} best"),
                "Average models of cells and pixels of about one size, use one model, or leave the parameter out");
    }

    private static double Check(string name, double scale)
    {
        if (scale is not (>= 1 / Limit and <= Limit))
        {
            throw new CellSegException(
                name, FormattableString.Invariant($"images would have to be scaled by {scale:G3} for the model, and {Limit} times is the most"),
                "Give it in pixels of the image, or in micrometres a pixel");
        }
        return scale is < Tolerance and > 1 / Tolerance ? 1 : scale;
    }

    private static CellSegException UnknownDiameter(SegmentationModel model) => new(
        nameof(SegmenterOptions.Diameter), $"the model {model.Name} does not say how large the cells are that it knows best",
        "Save the model with Export-SegmentationModel -CellDiameter, or leave the parameter out");
}
