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

    private readonly double? _fixed;
    private readonly DiameterEstimator? _estimator;

    /// <param name="model">The model.</param>
    /// <param name="predictor">Runs it.</param>
    /// <param name="diameter">How large the cells of the images are; null leaves images as they are.</param>
    /// <param name="pixelSize">Micrometres a pixel of the images, which decides where it is given.</param>
    /// <exception cref="CellSegException">The model does not say what it knows best, or it is too far away.</exception>
    public ScaleChooser(SegmentationModel model, FramePredictor predictor, DiameterSelector? diameter, double? pixelSize)
    {
        if (diameter is { } chosen)
        {
            double best = model.CellDiameter ?? throw Unknown(
                "Diameter", $"the model {model.Name} does not say how large the cells are that it knows best", "-CellDiameter");
            _fixed = chosen.Pixels is { } pixels ? Check(nameof(SegmenterOptions.Diameter), best / pixels) : null;
            _estimator = chosen.Pixels is null
                ? new DiameterEstimator(best, (image, cancellationToken) => predictor.Predict(image, cancellationToken).Decode(model.Decoder))
                : null;
        }
        else if (pixelSize is { } size)
        {
            double best = model.PixelSize ?? throw Unknown(
                "PixelSize", $"the model {model.Name} does not say how large the pixels are that it knows", "-PixelSize");
            _fixed = Check(nameof(SegmenterOptions.PixelSize), size / best);
        }
    }

    /// <summary>Pixels of the network for each pixel of an image, along each side.</summary>
    /// <param name="image">The image as the model takes it, not yet normalised.</param>
    /// <param name="cancellationToken">Stops between tiles.</param>
    public double Choose(CellImage image, CancellationToken cancellationToken)
        => _fixed ?? _estimator?.EstimateScale(image, cancellationToken) ?? 1;

    private static double Check(string name, double scale)
    {
        if (scale is > Limit or < 1 / Limit)
        {
            throw new CellSegException(
                name, FormattableString.Invariant($"images would have to be scaled by {scale:G3} for the model, and {Limit} times is the most"),
                "Give it in pixels of the image, or in micrometres a pixel");
        }
        return scale is < Tolerance and > 1 / Tolerance ? 1 : scale;
    }

    private static CellSegException Unknown(string name, string reason, string parameter)
        => new(name, reason, $"Save the model with Export-SegmentationModel {parameter}, or leave the parameter out");
}
