namespace CellSeg.Datasets.Simulation.Cells;

/// <summary>A round place in a nucleus that is brighter or darker than the rest. Lengths are in radii of the nucleus.</summary>
/// <param name="U">From the centre along the long axis.</param>
/// <param name="V">From the centre along the short axis.</param>
/// <param name="Radius">Beyond it nothing is left of the spot.</param>
/// <param name="Gain">What it adds in its middle, as a share of the nucleus' brightness; negative for nucleoli.</param>
internal readonly record struct Spot(float U, float V, float Radius, float Gain)
{
    /// <summary>What the spot adds at a place.</summary>
    public float At(float u, float v)
    {
        float du = (u - U) / Radius, dv = (v - V) / Radius, inside = 1 - (du * du) - (dv * dv);
        return inside > 0 ? Gain * inside * inside : 0;
    }
}
