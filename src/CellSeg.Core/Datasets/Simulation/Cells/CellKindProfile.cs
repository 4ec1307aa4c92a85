using CellSeg.Datasets.Simulation.Shapes;

namespace CellSeg.Datasets.Simulation.Cells;

/// <summary>What cells of a kind have in common; single ones vary about it.</summary>
internal sealed record CellKindProfile
{
    /// <summary>Mean radius of the nuclei, beside that of ovals.</summary>
    public double Size { get; private init; } = 1;

    /// <summary>Standard deviation of the logarithm of the radius.</summary>
    public double SizeSpread { get; private init; } = 0.16;

    /// <summary>Outlines of the nuclei.</summary>
    public OutlineStyle Nucleus { get; private init; }

    /// <summary>How much a nucleus is a ball rather than a disc, 0 to 1: a ball is brighter in the middle.</summary>
    public double Dome { get; private init; }

    /// <summary>Standard deviation of the fine grain of chromatin.</summary>
    public double FineTexture { get; private init; }

    /// <summary>Standard deviation of the coarse grain of chromatin.</summary>
    public double CoarseTexture { get; private init; }

    /// <summary>The most nucleoli, which are dark.</summary>
    public int Nucleoli { get; private init; }

    /// <summary>The most chromocentres, which are bright; some have half as many.</summary>
    public int Chromocentres { get; private init; }

    /// <summary>Outlines of whole cells.</summary>
    public OutlineStyle Body { get; private init; }

    /// <summary>Radius of a whole cell, beside that of its nucleus.</summary>
    public double BodySize { get; private init; }

    /// <summary>Whether neighbours lie in the same direction.</summary>
    public bool IsAligned { get; private init; }

    /// <summary>The profile of a kind.</summary>
    public static CellKindProfile Of(SimulatedCellKind kind) => kind switch
    {
        SimulatedCellKind.Oval => new()
        {
            Nucleus = new(1, 1.7, 0.03, 0.2, 0.3), Dome = 0.25, FineTexture = 0.12, CoarseTexture = 0.18, Nucleoli = 3,
            Body = new(1, 1.6, 0.07), BodySize = 1.9,
        },
        SimulatedCellKind.Spindle => new()
        {
            Size = 0.8, SizeSpread = 0.14, Nucleus = new(1.2, 2.3, 0.02), Dome = 0.35, FineTexture = 0.08, CoarseTexture = 0.1, Nucleoli = 2,
            Body = new(3, 8, 0.05), BodySize = 2.3, IsAligned = true,
        },
        SimulatedCellKind.Small => new()
        {
            Size = 0.6, Nucleus = new(1, 1.3, 0.02), Dome = 0.8, FineTexture = 0.1, CoarseTexture = 0.2, Nucleoli = 1,
            Body = new(1, 1.2, 0.04), BodySize = 1.3,
        },
        SimulatedCellKind.Speckled => new()
        {
            Size = 0.8, SizeSpread = 0.14, Nucleus = new(1, 1.25, 0.025), Dome = 1, FineTexture = 0.1, CoarseTexture = 0.2, Chromocentres = 9,
            Body = new(1, 1.4, 0.07), BodySize = 1.5,
        },
        SimulatedCellKind.Large => new()
        {
            Size = 2.2, SizeSpread = 0.22, Nucleus = new(1, 2, 0.03, 0.3, 0.35), Dome = 0.15, FineTexture = 0.12, CoarseTexture = 0.2, Nucleoli = 4,
            Body = new(1, 2, 0.1), BodySize = 2,
        },
        SimulatedCellKind.Irregular => new()
        {
            SizeSpread = 0.25, Nucleus = new(1, 1.8, 0.06, 0.6, 0.45), Dome = 0.25, FineTexture = 0.14, CoarseTexture = 0.2, Nucleoli = 3,
            Body = new(1, 2, 0.1), BodySize = 1.7,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
