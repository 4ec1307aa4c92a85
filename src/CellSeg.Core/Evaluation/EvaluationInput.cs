using CellSeg.Datasets;
using CellSeg.Evaluation.Inspection;
using CellSeg.Imaging;
using CellSeg.Imaging.Naming;

namespace CellSeg.Evaluation;

/// <summary>An image or a frame to judge.</summary>
/// <param name="Name">What pictures of it are called after.</param>
/// <param name="Path">The file of the prediction, or the image that was segmented.</param>
/// <param name="Frame">The frame of a movie, from 0, also where the file is that of one frame; null for a single image.</param>
/// <param name="Truth">The true cells.</param>
/// <param name="Prediction">The predicted cells.</param>
/// <param name="Image">The image to draw over, read when a picture is drawn; null when there is none.</param>
public sealed record EvaluationInput(string Name, string Path, int? Frame, LabelImage Truth, LabelImage Prediction, Lazy<CellImage>? Image = null)
{
    /// <summary>Opens the label files of a movie, or of the one image that they hold.</summary>
    /// <param name="truth">What holds the true cells.</param>
    /// <param name="prediction">The file of the predicted cells.</param>
    /// <exception cref="CellSegException">A file cannot be opened, or the numbers of frames differ.</exception>
    public static (CellMovie Truth, CellMovie Prediction) OpenFiles(FilePartner truth, string prediction)
    {
        var found = CellMovie.OpenLabels(prediction);
        return (PartnerMovie.Open(truth, found, path => CellMovie.OpenLabels(path)), found);
    }

    /// <summary>Reads a frame of two label files.</summary>
    /// <param name="truth">The true cells.</param>
    /// <param name="prediction">The predicted cells.</param>
    /// <param name="frame">The frame, from 0.</param>
    /// <param name="image">The movie to draw over, with as many frames; null when there is none.</param>
    /// <param name="inspector">Looks whether these are labels; nobody does when null.</param>
    /// <exception cref="CellSegException">A frame cannot be read.</exception>
    public static EvaluationInput Read(
        CellMovie truth, CellMovie prediction, int frame, Lazy<CellMovie>? image = null, LabelInspector? inspector = null)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(prediction);
        return new EvaluationInput(
            FrameName.Of(prediction.Name, frame, prediction.FrameCount),
            prediction.Path,
            prediction.FrameCount > 1 ? frame : truth.SourceFrame,
            ReadLabels(truth),
            ReadLabels(prediction),
            image is null ? null : new Lazy<CellImage>(() => image.Value.ReadImage(frame)));

        LabelImage ReadLabels(CellMovie movie)
        {
            var labels = movie.ReadLabels(frame);
            return inspector?.Inspect(labels, movie.Path, movie.FrameCount > 1 ? frame : null) ?? labels;
        }
    }
}
