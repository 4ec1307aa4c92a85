namespace CellSeg.Datasets.Simulation.Shapes;

/// <summary>What the outlines of a kind of cells have in common.</summary>
/// <param name="LeastElongation">The least that the long axis is divided by the short one, at least 1.</param>
/// <param name="MostElongation">The most.</param>
/// <param name="Waviness">Standard deviation of the waves of the edge as a share of the radius.</param>
/// <param name="NotchedFraction">The share of outlines with one or two notches, which make kidneys and lobes of them.</param>
/// <param name="NotchDepth">The depth of the deepest notches as a share of the radius, below 1.</param>
internal readonly record struct OutlineStyle(
    double LeastElongation, double MostElongation, double Waviness, double NotchedFraction = 0, double NotchDepth = 0);
