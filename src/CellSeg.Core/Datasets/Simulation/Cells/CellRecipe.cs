namespace CellSeg.Datasets.Simulation.Cells;

/// <summary>What the cells of a movie are drawn by.</summary>
/// <param name="Profile">Their kind.</param>
/// <param name="Radius">Mean radius of their nuclei in pixels.</param>
/// <param name="BrightnessSpread">Standard deviation of the logarithm of their brightness.</param>
/// <param name="DeadFraction">The share of dead ones.</param>
/// <param name="Haze">The mean share of their light that is out of focus.</param>
/// <param name="DivisionRate">The share that divides from one frame to the next.</param>
internal sealed record CellRecipe(
    CellKindProfile Profile, double Radius, double BrightnessSpread, double DeadFraction, double Haze, double DivisionRate);
