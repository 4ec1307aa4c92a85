using CellSeg.Datasets.Simulation.Shapes;

namespace CellSeg.Datasets.Simulation.Cells;

/// <summary>A cell in one frame.</summary>
/// <param name="Cell">What stays of it.</param>
/// <param name="X">Column of the centre of the nucleus.</param>
/// <param name="Y">Row of the centre of the nucleus.</param>
/// <param name="Angle">The long axis, in radians from the direction of the rows.</param>
/// <param name="Phase">Where in its cycle it is.</param>
internal readonly record struct CellState(SimulatedCell Cell, double X, double Y, double Angle, CyclePhase Phase)
{
    // A cell lets go of its neighbours to divide.
    private const double BodyShrinkage = 0.3;

    /// <summary>Mean radius of the nucleus in pixels.</summary>
    public double Radius => Cell.Radius * Phase.Size;

    /// <summary>The nucleus in the image.</summary>
    public PlacedOutline PlaceNucleus() => new(Cell.Nucleus, X, Y, Radius, Angle, Phase.Condensation, Phase.Stretch);

    /// <summary>The whole cell in the image.</summary>
    public PlacedOutline PlaceBody()
    {
        var (sin, cos) = Math.SinCos(Angle);
        double radius = Cell.BodyRadius * Math.Sqrt(Phase.Size) * (1 - (BodyShrinkage * Phase.Condensation));
        double x = X + (Cell.BodyU * cos) - (Cell.BodyV * sin), y = Y + (Cell.BodyU * sin) + (Cell.BodyV * cos);
        return new(Cell.Body, x, y, radius, Angle, Phase.Condensation, 1);
    }
}
