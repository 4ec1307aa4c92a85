namespace CellSeg.Datasets.Simulation.Cells;

/// <summary>What a place in the cell cycle does to a nucleus.</summary>
/// <param name="Size">Its radius, beside that when grown.</param>
/// <param name="Condensation">How far it is rounded, and its nucleoli gone, 0 to 1.</param>
/// <param name="Stretch">What it is drawn out by along its long axis, to a plate.</param>
/// <param name="Brightness">Its brightness, beside that between divisions.</param>
internal readonly record struct CyclePhase(double Size, double Condensation, double Stretch, double Brightness)
{
    /// <summary>Frames before a division in which it shows.</summary>
    public const int Visible = 2;

    /// <summary>Frames that daughters need to grow.</summary>
    public const int Growth = 8;

    private static readonly CyclePhase Interphase = new(1, 0, 1, 1), Prophase = new(0.95, 0.6, 1, 1.4), Metaphase = new(0.65, 0.8, 2.2, 2.4);

    private static readonly CyclePhase Anaphase = new(0.5, 0.8, 1.8, 2.2), Telophase = new(0.62, 0.5, 1.3, 1.5);

    // The radius with which telophase ends and growth begins.
    private const double YoungSize = 0.7;

    /// <summary>The phase of a cell.</summary>
    /// <param name="age">Frames since its birth; null for one that was there from the beginning or came in.</param>
    /// <param name="framesToDivision">Frames until it is two; above 0.</param>
    public static CyclePhase At(int? age, int framesToDivision) => (age, framesToDivision) switch
    {
        (_, 1) => Metaphase,
        (_, 2) => Prophase,
        (0, _) => Anaphase,
        (1, _) => Telophase,
        ( < Growth, _) => new(YoungSize + ((1 - YoungSize) * (age.Value - 1) / (Growth - 1)), 0, 1, 1),
        _ => Interphase,
    };
}
