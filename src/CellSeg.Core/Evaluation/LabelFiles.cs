using CellSeg.Imaging;

namespace CellSeg.Evaluation;

/// <summary>Judges label images in files.</summary>
public static class LabelFiles
{
    /// <summary>Compares two files frame by frame, each frame read when it is asked for.</summary>
    /// <param name="truth">The file of the true cells.</param>
    /// <param name="prediction">The file of the predicted cells, with as many frames of the same size.</param>
    /// <param name="options">How to judge; the rule of the thesis when left out.</param>
    /// <returns>One result a frame; its frame number is null where the file has only one.</returns>
    /// <exception cref="CellSegException">A file cannot be read, or the two do not fit together.</exception>
    public static IEnumerable<SegmentationError> Evaluate(string truth, string prediction, EvaluationOptions? options = null)
    {
        int frames = ImageReader.CountPages(prediction), trueFrames = ImageReader.CountPages(truth);
        if (frames != trueFrames)
            throw new CellSegException(prediction, $"it has {frames} frames and its truth {trueFrames}", "Compare a prediction with the truth of the same movie");
        for (int frame = 0; frame < frames; frame++)
        {
            var predicted = ImageReader.ReadLabels(prediction, frame);
            yield return SegmentationEvaluator.Evaluate(ImageReader.ReadLabels(truth, frame), predicted, options, prediction, frames > 1 ? frame : null);
        }
    }
}
