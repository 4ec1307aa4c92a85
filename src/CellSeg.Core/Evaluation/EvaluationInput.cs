using CellSeg.Imaging;

namespace CellSeg.Evaluation;

/// <summary>An image or a frame to judge; its pixels are read when its turn comes.</summary>
/// <param name="Name">What pictures of it are called after.</param>
/// <param name="Path">The file of the prediction, or the image that was segmented.</param>
/// <param name="Frame">The frame of a movie, from 0; null for a single image.</param>
/// <param name="ReadTruth">Reads the true cells.</param>
/// <param name="ReadPrediction">Reads the predicted cells.</param>
/// <param name="ReadImage">Reads the image to draw over; null when there is none.</param>
public sealed record EvaluationInput(
    string Name, string Path, int? Frame, Func<LabelImage> ReadTruth, Func<LabelImage> ReadPrediction, Func<CellImage>? ReadImage = null)
{
    /// <summary>The frames of two label files, or the one image that they hold.</summary>
    /// <param name="truth">The file of the true cells.</param>
    /// <param name="prediction">The file of the predicted cells, with as many frames.</param>
    /// <param name="image">The file to draw over, with as many frames; null for none.</param>
    /// <exception cref="CellSegException">A file cannot be opened, or the numbers of frames differ.</exception>
    public static IReadOnlyList<EvaluationInput> FromFiles(string truth, string prediction, string? image = null)
    {
        int frames = ImageReader.CountPages(prediction), trueFrames = ImageReader.CountPages(truth);
        if (frames != trueFrames)
            throw new CellSegException(prediction, $"it has {frames} frames and its truth {trueFrames}", "Compare a prediction with the truth of the same movie");
        string name = ImageFiles.GetKey(prediction);
        return [.. Enumerable.Range(0, frames).Select(frame => new EvaluationInput(
            ImageFiles.NameFrame(name, frame, frames), prediction, frames > 1 ? frame : null,
            () => ImageReader.ReadLabels(truth, frame), () => ImageReader.ReadLabels(prediction, frame),
            image is null ? null : () => ImageReader.Read(image, frame)))];
    }
}
