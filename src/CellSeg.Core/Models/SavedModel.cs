using CellSeg.Decoding;
using CellSeg.Models.Specifications;

namespace CellSeg.Models;

/// <summary>A model in a folder, without its weights.</summary>
public sealed record SavedModel
{
    /// <summary>For people; a bundled model is chosen by it.</summary>
    public required string Name { get; init; }

    /// <summary>The folder.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it came with the module.</summary>
    public bool IsBundled { get; init; }

    /// <summary>The graph of its network.</summary>
    public required ModelSpecification Specification { get; init; }

    /// <summary>How what the network predicts becomes cells.</summary>
    public required DecoderOptions Decoder { get; init; }

    /// <summary>Pixels across the cells that the model knows best; null where that is not known.</summary>
    public double? CellDiameter { get; init; }

    /// <summary>Micrometres a pixel of the images that the model knows; null where that is not known.</summary>
    public double? PixelSize { get; init; }

    /// <summary>How it was trained; null where it was not.</summary>
    public TrainingProvenance? Training { get; init; }

    /// <summary>What it is for and where it comes from; null where nobody has said.</summary>
    public ModelCard? Card { get; init; }
}
