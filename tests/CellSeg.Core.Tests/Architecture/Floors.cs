namespace CellSeg.Core.Tests.Architecture;

/// <summary>The namespaces of the library from the ground up: each imports only from those before it.</summary>
internal static class Floors
{
    /// <summary>The one list of them; a new folder goes where all that it needs is above it here.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "CellSeg",
        "CellSeg.Files",
        "CellSeg.Numerics",
        "CellSeg.Imaging.Tiff",
        "CellSeg.Imaging",
        "CellSeg.Imaging.Stacks",
        "CellSeg.Imaging.Morphology.Runs",
        "CellSeg.Imaging.Morphology",
        "CellSeg.Imaging.Morphology.Flooding",
        "CellSeg.Imaging.Drawing",
        "CellSeg.Datasets",
        "CellSeg.Datasets.Formats",
        "CellSeg.Datasets.Simulation",
        "CellSeg.Evaluation.Counting",
        "CellSeg.Evaluation.Properties",
        "CellSeg.Evaluation.Matching",
        "CellSeg.Evaluation.Scoring",
        "CellSeg.Evaluation",
        "CellSeg.Evaluation.Pictures",
        "CellSeg.Targets",
        "CellSeg.Decoding.Steps",
        "CellSeg.Decoding",
        "CellSeg.Schemas",
        "CellSeg.Models.Torch",
        "CellSeg.Models.Compute",
        "CellSeg.Models.Specifications",
        "CellSeg.Models.Serialization",
        "CellSeg.Models.Layers",
        "CellSeg.Models.Backbones",
        "CellSeg.Models.Temporal",
        "CellSeg.Models.Detection.Boxes",
        "CellSeg.Models.Detection",
        "CellSeg.Models.Networks",
        "CellSeg.Models",
        "CellSeg.Inference.Prediction",
        "CellSeg.Inference",
        "CellSeg.Training.History",
        "CellSeg.Training.Data",
        "CellSeg.Training.Losses",
        "CellSeg.Training.Optimization",
        "CellSeg.Training.Validation",
        "CellSeg.Training.Checkpoints",
        "CellSeg.Training",
        "CellSeg.Diagnostics",
    ];
}
