using System.Text.Json.Serialization;
using CellSeg.Targets;

namespace CellSeg.Models;

/// <summary>How a model was trained, kept with it.</summary>
public sealed record TrainingProvenance
{
    /// <summary>The data set, as it was named.</summary>
    public required string Dataset { get; init; }

    /// <summary>Movies learnt from.</summary>
    public required int MovieCount { get; init; }

    /// <summary>Annotated cells learnt from.</summary>
    public required int AnnotationCount { get; init; }

    /// <summary>Seed of crops and augmentation.</summary>
    public required long Seed { get; init; }

    /// <summary>Epochs finished.</summary>
    public required int Epochs { get; init; }

    /// <summary>When training ended, UTC.</summary>
    public required DateTime FinishedAt { get; init; }

    /// <summary>Where the backbone's start weights came from; null when they were drawn at random.</summary>
    public string? BackboneWeights { get; init; }

    /// <summary>The name of the trained model that the training started from; null for a model that had not been trained.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BaseModel { get; init; }

    /// <summary>
    /// How what the network learnt was made of label images, for whoever trains it further. Null for a network of boxes and masks,
    /// which learns the labels themselves, and where nobody has kept it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TargetOptions? Targets { get; init; }
}
