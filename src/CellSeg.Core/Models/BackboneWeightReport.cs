using System.Globalization;
using CellSeg.Models.Specifications;

namespace CellSeg.Models;

/// <summary>What a file of published weights gave to a model, and what it did not.</summary>
public sealed record BackboneWeightReport
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The backbone that has the weights now.</summary>
    public required BackboneKind Backbone { get; init; }

    /// <summary>The conventions under which it uses them.</summary>
    public required BackboneOptions Conventions { get; init; }

    /// <summary>Tensors that were loaded: all of the backbone's.</summary>
    public required int LoadedTensorCount { get; init; }

    /// <summary>Numbers in them, with the running statistics of batch norm.</summary>
    public required long LoadedParameterCount { get; init; }

    /// <summary>The file's tensors that the backbone has no place for, such as those of a classifier.</summary>
    public required IReadOnlyList<string> UnusedTensors { get; init; }

    /// <summary>Parts of the model that the file has nothing for and that keep their start weights.</summary>
    public required IReadOnlyList<string> UntouchedParts { get; init; }

    /// <summary>The report in words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"The {Backbone} backbone has its {LoadedTensorCount} tensors ({LoadedParameterCount:N0} numbers) from {Path}, "
        + $"with a batch-norm epsilon of {Conventions.BatchNormEpsilon} and {Conventions.Padding} padding. "
        + $"Of the file {(UnusedTensors.Count == 0 ? "all was used" : $"{UnusedTensors.Count} tensors were not used ({string.Join(", ", UnusedTensors)})")}; "
        + $"{string.Join(", ", UntouchedParts)} keep their start weights.");
}
