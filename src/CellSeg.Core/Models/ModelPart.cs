namespace CellSeg.Models;

/// <summary>A part of a network, such as its backbone.</summary>
public sealed record ModelPart
{
    /// <summary>Its name, with which the names of its weights begin.</summary>
    public required string Name { get; init; }

    /// <summary>Numbers that training changes by gradient.</summary>
    public required long TrainableParameterCount { get; init; }

    /// <summary>All of its numbers, with the running statistics of batch norm.</summary>
    public required long TotalParameterCount { get; init; }

    /// <summary>Floating-point operations of its convolutions for each pixel of the image, as in <see cref="ModelSummary.FlopPerPixel"/>.</summary>
    public required double FlopPerPixel { get; init; }

    /// <summary>Whether training changes it.</summary>
    public bool IsTrainable => TrainableParameterCount > 0;
}
