using CellSeg.Decoding;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Inference.Prediction.Views;
using CellSeg.Models;
using CellSeg.Schemas;

namespace CellSeg.Inference.Prediction;

/// <summary>What must hold for predictions to be averaged: those of several models, and those of several views.</summary>
internal static class AveragingRules
{
    // What all models have in common, the most telling first: where one differs, so do many of those after it.
    private static readonly (string Name, Func<SegmentationModel, string> Describe)[] CommonTraits =
    [
        ("schema", model => $"{model.Specification.Schema}"),
        ("maps with their channels", model => string.Join(", ", model.Schema.Maps.Select(map => $"{map.Name} {map.Channels}"))),
        ("input channels", model => $"{model.Specification.InputChannels}"),
        ("frames per batch", model => $"{model.Specification.Temporal.FramesPerBatch}"),
    ];

    /// <summary>Throws unless the predictions of all models in all views have a mean.</summary>
    /// <param name="models">At least one model.</param>
    /// <param name="augmentation">The views.</param>
    /// <exception cref="CellSegException">They have none.</exception>
    public static void Check(IReadOnlyList<SegmentationModel> models, TestTimeAugmentation augmentation)
    {
        for (int i = 1; i < models.Count; i++)
        {
            if (FindConflict(models[0], models[i]) is { } conflict)
            {
                throw new CellSegException(
                    "Model", $"\"{models[0].Name}\" (model 1) and \"{models[i].Name}\" (model {i + 1}) cannot be averaged, because {conflict}",
                    "Average models that predict the same maps of the same kind of images, or use one model");
            }
        }
        if (augmentation != TestTimeAugmentation.None)
            CheckViews(models);
    }

    private static string? FindConflict(SegmentationModel first, SegmentationModel other)
    {
        if (first.Schema is not MapSchema && other.Schema is not MapSchema)
            return $"models of the schema {SegmentationSchema.RetinaMask} find boxes, of which there is no mean";
        foreach (var (name, describe) in CommonTraits)
        {
            var (one, another) = (describe(first), describe(other));
            if (one != another)
                return $"they differ in {name}: {one} and {another}";
        }
        return null;
    }

    private static void CheckViews(IReadOnlyList<SegmentationModel> models)
    {
        foreach (var model in models)
        {
            string? conflict =
                model.Schema is not MapSchema ? $"is of the schema {SegmentationSchema.RetinaMask} and finds boxes, of which there is no mean"
                // The network itself numbers rows and columns as they come in.
                : model.Specification.LocationLayer ? "has a location layer, which would take each cell of a flipped image to lie in another place"
                : null;
            if (conflict is not null)
            {
                throw new CellSegException(
                    nameof(PredictorOptions.TestTimeAugmentation), $"the model \"{model.Name}\" {conflict}",
                    $"Leave it out, or choose {TestTimeAugmentation.None}, or use another model");
            }
        }
    }
}
