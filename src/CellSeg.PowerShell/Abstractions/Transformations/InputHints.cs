using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Inference;
using CellSeg.Models;
using CellSeg.Training;

namespace CellSeg.PowerShell.Abstractions.Transformations;

/// <summary>What to do where the pipe brings something else than what a command takes.</summary>
internal static class InputHints
{
    private const string LostText = "Deserialized.CellSeg.";

    /// <summary>What is wrong with an object, and the command that helps; null where that is not known.</summary>
    /// <param name="wanted">What the parameter takes.</param>
    /// <param name="input">The object as it came.</param>
    /// <param name="given">The object without PowerShell's wrapper.</param>
    public static CellSegException? Find(Type wanted, object input, object given)
    {
        if (wanted == typeof(string[]))
            return FindForPath(given);
        if (wanted == typeof(CellSegmentation))
            return FindForSegmentation(given);
        if (input is PSObject saved && saved.TypeNames.FirstOrDefault()?.StartsWith(LostText, StringComparison.Ordinal) is true)
        {
            return new CellSegException(
                Describe(given), "it comes from a file or a job, in which it has lost its images", "Import the data set anew in this process");
        }
        return wanted == typeof(CellDatasetSplit) ? FindForSplit(given) : FindForDataset(given);
    }

    /// <summary>What to do where a model was wanted and data were given.</summary>
    public static CellSegException? FindForModel(object? given) => given is CellDataset or CellDatasetSplit
        ? new CellSegException(Describe(given), "these are data, and a model is wanted here", "Give the model by -Model, and the data by the pipe")
        : null;

    private static CellSegException? FindForSplit(object given) => given switch
    {
        CellDataset => Hint(given, "a model is trained on a data set that is split", "Split-CellDataset"),
        CellMovie => Hint(given, "a model is trained on a data set that is split", "the data set that it belongs to, and Split-CellDataset"),
        string or FileSystemInfo => Hint(
            given, "a path is not read here", "Import-CellDataset PATH | Split-CellDataset"),
        SegmentationModel or SavedModel or ModelTrainingResult => Swapped(given),
        _ => null,
    };

    private static CellSegException? FindForDataset(object given) => given switch
    {
        string or FileSystemInfo => Hint(given, "a path is not read here", "Import-CellDataset PATH"),
        CellDatasetSplit => new CellSegException(
            Describe(given), "a split is not one data set, but three", "Give one of its parts: Training, Validation or Test"),
        CellMovie => new CellSegException(Describe(given), "a movie alone is no data set", "Give the data set that it belongs to"),
        SegmentationModel or SavedModel => Swapped(given),
        _ => null,
    };

    private static CellSegException? FindForSegmentation(object given) => given switch
    {
        CellDataset or ModelTrainingResult => Hint(given, "its cells have not been found yet", "Invoke-CellSegmentation"),
        CellDatasetSplit => new CellSegException(
            Describe(given), "its cells have not been found yet", "Segment one of its parts first: $split.Test | Invoke-CellSegmentation"),
        SegmentationModel or SavedModel => Swapped(given),
        _ => null,
    };

    private static CellSegException? FindForPath(object given) => given switch
    {
        CellDatasetSplit => FindForDataset(given),
        SegmentationModel => Swapped(given),
        _ => null,
    };

    private static CellSegException Hint(object given, string reason, string commands) => new(Describe(given), reason, $"Put before it: {commands}");

    private static CellSegException Swapped(object given)
        => new(Describe(given), "a model does not go through this pipe", "Give it to Invoke-CellSegmentation or Start-ModelTraining by -Model");

    private static string Describe(object given) => given switch
    {
        CellDataset dataset => dataset.Name,
        CellDatasetSplit => "The split",
        CellMovie movie => movie.Name,
        SegmentationModel model => model.Name,
        SavedModel saved => saved.Name,
        ModelTrainingResult result => result.Model.Name,
        string or FileSystemInfo => $"{given}",
        _ => "The object",
    };
}
