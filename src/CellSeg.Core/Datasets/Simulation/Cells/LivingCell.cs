using CellSeg.Datasets.Simulation.Shapes;
using CellSeg.Numerics;

namespace CellSeg.Datasets.Simulation.Cells;

/// <summary>A cell on its way through the frames of a movie: where it is, and where in its cycle.</summary>
internal sealed class LivingCell
{
    // A persistent random walk: what is left of the velocity after a frame, and the new part that keeps its mean.
    private const double Persistence = 0.7;

    private const int Never = int.MaxValue;

    private readonly int? _born;
    private int _frame;
    private double _velocityX, _velocityY;

    /// <summary>Lets a cell live.</summary>
    /// <param name="cell">What stays of it.</param>
    /// <param name="divisionRate">The share of cells that divides from one frame to the next.</param>
    /// <param name="motion">Mean path from one frame to the next in pixels.</param>
    /// <param name="random">Where its velocity and the time of its division come from.</param>
    public LivingCell(SimulatedCell cell, double divisionRate, double motion, RandomSource random)
    {
        Cell = cell;
        _born = cell.Parent is null ? null : 0;
        (_velocityX, _velocityY) = (Speed(motion) * random.NextGaussian(), Speed(motion) * random.NextGaussian());
        int wait = DrawWait(random, divisionRate);
        FramesToDivision = cell.IsDead || wait == Never ? Never : wait + (_born is null ? 0 : CyclePhase.Growth);
    }

    /// <summary>What stays of the cell.</summary>
    public SimulatedCell Cell { get; }

    /// <summary>Column of the centre of the nucleus.</summary>
    public double X { get; set; }

    /// <summary>Row of the centre of the nucleus.</summary>
    public double Y { get; set; }

    /// <summary>The long axis, in radians from the direction of the rows.</summary>
    public double Angle { get; set; }

    /// <summary>Frames until it is two; <see cref="int.MaxValue"/> for never.</summary>
    public int FramesToDivision { get; private set; }

    /// <summary>The cell as it is now.</summary>
    public CellState State => new(Cell, X, Y, Angle, Phase);

    private CyclePhase Phase => CyclePhase.At(_born is null ? null : _frame, FramesToDivision);

    /// <summary>Goes on by a frame.</summary>
    /// <param name="random">Where the way comes from.</param>
    /// <param name="motion">Mean path from one frame to the next in pixels.</param>
    /// <param name="isFull">Whether there is no room to divide, which a cell then does not begin.</param>
    public void Step(RandomSource random, double motion, bool isFull)
    {
        _frame++;
        if (FramesToDivision != Never && !(isFull && FramesToDivision == CyclePhase.Visible + 1))
            FramesToDivision--;
        double fresh = Speed(motion) * Math.Sqrt(1 - (Persistence * Persistence));
        _velocityX = (Persistence * _velocityX) + (fresh * random.NextGaussian());
        _velocityY = (Persistence * _velocityY) + (fresh * random.NextGaussian());
        Angle += 0.3 * motion / Cell.Radius * random.NextGaussian();
        X += _velocityX;
        Y += _velocityY;
    }

    /// <summary>Takes over place and way of another.</summary>
    public void Follow(LivingCell other)
    {
        (X, Y, Angle) = (other.X, other.Y, other.Angle);
        (_velocityX, _velocityY) = (other._velocityX, other._velocityY);
    }

    /// <summary>How far the nucleus reaches in a direction, in pixels.</summary>
    /// <param name="direction">Radians from the direction of the rows.</param>
    public double GetReach(double direction)
    {
        var phase = Phase;
        double shape = Cell.Nucleus.RadiusAt(direction - Angle);
        shape += phase.Condensation * (1 - shape);
        return Cell.Radius * phase.Size * shape * Outline.EllipseRadius(direction - Angle, phase.Stretch);
    }

    /// <summary>Frames until what happens with a probability in each frame happens.</summary>
    private static int DrawWait(RandomSource random, double rate)
    {
        double draw = random.NextDouble();
        if (rate is 0 or 1)
            return rate == 0 ? Never : 1;
        double wait = Math.Ceiling(Math.Log(1 - draw) / Math.Log(1 - rate));
        return wait < Never / 2 ? Math.Max((int)wait, 1) : Never;
    }

    // The path of two equal Gaussian steps is their deviation times the root of pi / 2 on average.
    private static double Speed(double motion) => motion / Math.Sqrt(Math.PI / 2);
}
