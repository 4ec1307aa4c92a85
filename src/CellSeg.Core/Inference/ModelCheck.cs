using CellSeg.Datasets;
using CellSeg.Evaluation;
using CellSeg.Evaluation.Matching;
using CellSeg.Models;

namespace CellSeg.Inference;

/// <summary>
/// Whether a saved model finds on this machine what it found where it was saved: the folder <c>check</c> of a model has an image,
/// <c>image.tif</c>, and the cells that the model finds in it, <c>image_labels.tif</c>.
/// </summary>
/// <param name="Expected">Cells that the model is to find.</param>
/// <param name="Found">Cells that it finds.</param>
/// <param name="F1">How well they agree, 0 to 1: cells are the same where their IoU is above 0.9.</param>
public sealed record ModelCheck(int Expected, int Found, double F1)
{
    // Processors round differently, which moves an outline here and there by a pixel.
    private const double SameCell = 0.9, Least = 0.98;

    private const string FolderName = "check", ImageName = "image.tif", LabelName = "image_labels.tif";

    /// <summary>Whether the model works as it is to.</summary>
    public bool IsRight => F1 >= Least;

    /// <summary>Whether a model has something to be checked by.</summary>
    /// <param name="folder">The model's folder.</param>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, FolderName, ImageName));

    /// <summary>Checks a model.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <exception cref="CellSegException">The model, the image or the labels cannot be read.</exception>
    public static ModelCheck Run(string folder)
    {
        using var model = ModelFolder.Load(folder);
        string check = Path.Combine(folder, FolderName);
        var image = CellMovie.Open(Path.Combine(check, ImageName)).ReadImage(0);
        var expected = CellMovie.OpenLabels(Path.Combine(check, LabelName)).ReadLabels(0);
        var found = new CellSegmenter(model).Segment(image);
        var errors = SegmentationEvaluator.Evaluate(expected, found, new EvaluationOptions { Rule = EvaluationRule.Toolbox, LinkThreshold = SameCell });
        return new ModelCheck(expected.CountCells(), found.CountCells(), double.IsNaN(errors.F1) ? 0 : errors.F1);
    }
}
