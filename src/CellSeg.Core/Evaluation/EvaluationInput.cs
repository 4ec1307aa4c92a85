using CellSeg.Datasets;
using CellSeg.Imaging;

namespace CellSeg.Evaluation;

/// <summary>An image or a frame to judge.</summary>
/// <param name="Name">What pictures of it are called after.</param>
/// <param name="Path">The file of the prediction, or the image that was segmented.</param>
/// <param name="Frame">The frame of a movie, from 0; null for a single image.</param>
/// <param name="Truth">The true cells.</param>
/// <param name="Prediction">The predicted cells.</param>
/// <param name="Image">The movie to draw over, opened when a picture is drawn; null when there is none.</param>
public sealed record EvaluationInput(string Name, string Path, int? Frame, LabelImage Truth, LabelImage Prediction, Lazy<CellMovie>? Image = null)
{
    /// <summary>Opens the label files of a movie, or of the one image that they hold.</summary>
    /// <param name="truth">The file of the true cells.</param>
    /// <param name="prediction">The file of the predicted cells, with as many frames.</param>
    /// <exception cref="CellSegException">A file cannot be opened, or the numbers of frames differ.</exception>
    public static (CellMovie Truth, CellMovie Prediction) OpenFiles(string truth, string prediction)
    {
        CellMovie found = CellMovie.OpenLabels(prediction), expected = CellMovie.OpenLabels(truth);
        return found.FrameCount == expected.FrameCount
            ? (expected, found)
            : throw new CellSegException(
                prediction, $"it has {found.FrameCount} frames and its truth {expected.FrameCount}", "Compare a prediction with the truth of the same movie");
    }

    /// <summary>Reads a frame of two label files.</summary>
    /// <param name="truth">The true cells.</param>
    /// <param name="prediction">The predicted cells.</param>
    /// <param name="frame">The frame, from 0.</param>
    /// <param name="image">The movie to draw over; null when there is none.</param>
    /// <exception cref="CellSegException">A frame cannot be read.</exception>
    public static EvaluationInput Read(CellMovie truth, CellMovie prediction, int frame, Lazy<CellMovie>? image = null)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(prediction);
        var found = prediction.ReadLabels(frame);
        return new EvaluationInput(
            ImageFiles.NameFrame(prediction.Name, frame, prediction.FrameCount),
            prediction.Path,
            prediction.FrameCount > 1 ? frame : null,
            truth.ReadLabels(frame),
            found,
            image);
    }

    /// <summary>Reads the image to draw over.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="CellSegException">It cannot be read.</exception>
    public CellImage? ReadImage() => Image?.Value.ReadImage(Frame ?? 0);
}
