using CellSeg.Datasets.Simulation.Cells;
using CellSeg.Numerics;

namespace CellSeg.Datasets.Simulation;

/// <summary>
/// The cells of a movie through time. Who leaves the field on one side is replaced by a new cell that comes in on the other,
/// so that a field stays as full as it was but for divisions.
/// </summary>
internal sealed class CellPopulation
{
    // After so many cells in a row found no place of their own, the rest are packed.
    private const int MostFailures = 10;

    private const int PlacementTries = 60, PackingRounds = 150, StepRounds = 10;

    // Distances as shares of that at which two nuclei touch: of those that shall not touch, of those that shall, of packed
    // ones, and the least in any frame.
    private const double Apart = 1.12, Touching = 0.97, Packed = 0.84, Least = 0.8;

    // How much single cells turn out of the stream, in radians.
    private const double StreamSpread = 0.2;

    // How much of the cytoplasm between nuclei stays when cells touch.
    private const double BodyStiffness = 0.6;

    // Cells that would cover more of the field are not tried, and do not divide.
    private const double MostCover = 1.2, FullCover = 0.8;

    private readonly SimulationOptions _options;
    private readonly RandomSource _random;
    private readonly CellRecipe _recipe;
    private readonly double _room, _streamAngle, _streamBend, _streamPhase;
    private List<LivingCell> _cells = [];
    private int _lastLabel;

    /// <summary>Places the cells of the first frame.</summary>
    /// <param name="options">What the movie is like.</param>
    /// <param name="kind">The kind of its cells.</param>
    /// <param name="random">Where from.</param>
    public CellPopulation(SimulationOptions options, SimulatedCellKind kind, RandomSource random)
    {
        (_options, _random) = (options, random);
        var profile = CellKindProfile.Of(kind);
        _recipe = new CellRecipe(
            profile, options.Radius * profile.Size, options.BrightnessSpread, options.DeadFraction, options.Haze, options.DivisionRate);
        // Where cytoplasm is looked at, it is whole cells that keep apart, touch and are packed.
        _room = options.Cytoplasm ? 1 + ((profile.BodySize - 1) * BodyStiffness) : 1;
        (_streamAngle, _streamBend, _streamPhase) = (random.NextDouble(0, Math.PI), random.NextDouble(0, 1), random.NextDouble(0, 2 * Math.PI));
        Place();
    }

    /// <summary>The cells as they are now, some of them outside of the field.</summary>
    public CellState[] States => [.. _cells.Select(cell => cell.State)];

    /// <summary>Goes on by a frame.</summary>
    public void Step()
    {
        bool isFull = Cover(_cells) > FullCover;
        var next = new List<LivingCell>();
        foreach (var cell in _cells)
        {
            if (cell.FramesToDivision == 1)
            {
                next.AddRange(Divide(cell));
                continue;
            }
            cell.Step(_random, _options.Motion, isFull);
            next.Add(cell);
        }
        _cells = next;
        CellPacking.Relax(_cells, Least * _room, StepRounds);
        for (int i = 0; i < _cells.Count; i++)
        {
            _cells[i].X += _options.DriftX;
            _cells[i].Y += _options.DriftY;
            _cells[i] = ReplaceIfGone(_cells[i]);
        }
    }

    private void Place()
    {
        var waiting = new List<LivingCell>();
        int failures = 0;
        for (int i = 0; i < _options.CellCount; i++)
        {
            var cell = Create(null);
            if (failures < MostFailures && TryPlace(cell))
            {
                _cells.Add(cell);
                failures = 0;
                continue;
            }
            failures++;
            if (Cover(_cells) + Cover(waiting) > MostCover)
                break;
            waiting.Add(cell);
        }
        if (waiting.Count == 0)
            return;
        foreach (var cell in waiting)
            PutAnywhere(cell);
        _cells.AddRange(waiting);
        CellPacking.Relax(_cells, Packed * _room, PackingRounds, (_options.Width, _options.Height));
        CellPacking.RemoveCrowded(_cells, Least * _room);
    }

    private bool TryPlace(LivingCell cell)
    {
        bool touches = _random.NextDouble() < _options.TouchingFraction && _cells.Count > 0;
        for (int attempt = 0; attempt < PlacementTries; attempt++)
        {
            if (touches)
                PutBesideAnother(cell);
            else
                PutAnywhere(cell);
            bool isInside = cell.X >= 0 && cell.X <= _options.Width - 1 && cell.Y >= 0 && cell.Y <= _options.Height - 1;
            if (isInside && CellPacking.IsFree(cell, _cells, _room * (touches ? Touching - 1e-6 : Apart)))
                return true;
        }
        return false;
    }

    private void PutAnywhere(LivingCell cell)
    {
        (cell.X, cell.Y) = (_random.NextDouble(0, _options.Width - 1), _random.NextDouble(0, _options.Height - 1));
        Align(cell);
    }

    private void PutBesideAnother(LivingCell cell)
    {
        var other = _cells[_random.Next(_cells.Count)];
        if (cell.Cell.Profile.IsAligned)
            cell.Angle = other.Angle + (StreamSpread * _random.NextGaussian());
        CellPacking.PutBeside(cell, other, _random.NextDouble(0, 2 * Math.PI), Touching * _room);
    }

    private LivingCell Create(SimulatedCell? mother)
    {
        var cell = new SimulatedCell(++_lastLabel, mother, _recipe, _random);
        return new LivingCell(cell, _options.DivisionRate, _options.Motion, _random) { Angle = _random.NextDouble(0, Math.PI) };
    }

    private void Align(LivingCell cell)
    {
        if (cell.Cell.Profile.IsAligned)
        {
            double bend = _streamBend * Math.Sin((2 * Math.PI * cell.X / _options.Width) + _streamPhase);
            cell.Angle = _streamAngle + bend + (StreamSpread * _random.NextGaussian());
        }
    }

    /// <summary>Two daughters, on either side of the plate along which the mother's chromosomes lie.</summary>
    private IEnumerable<LivingCell> Divide(LivingCell mother)
    {
        double direction = mother.Angle + (Math.PI / 2), away = 0.6 * mother.Cell.Radius;
        for (int side = -1; side <= 1; side += 2)
        {
            var daughter = Create(mother.Cell);
            daughter.Follow(mother);
            daughter.X += side * away * Math.Cos(direction);
            daughter.Y += side * away * Math.Sin(direction);
            yield return daughter;
        }
    }

    private LivingCell ReplaceIfGone(LivingCell cell)
    {
        double reach = GetReach(cell);
        bool isGone = cell.X < -reach || cell.X > _options.Width - 1 + reach || cell.Y < -reach || cell.Y > _options.Height - 1 + reach;
        if (!isGone)
            return cell;
        var next = Create(null);
        next.Follow(cell);
        double nextReach = GetReach(next);
        (next.X, next.Y) = (Wrap(cell.X, reach, nextReach, _options.Width), Wrap(cell.Y, reach, nextReach, _options.Height));
        return next;
    }

    /// <summary>Where the next one begins: just beyond the other side of the one that was left.</summary>
    private static double Wrap(double place, double reach, double nextReach, int length)
        => place < -reach ? length - 1 + nextReach : place > length - 1 + reach ? -nextReach : place;

    /// <summary>How far from its centre anything of a cell is, whether its cytoplasm is looked at or not.</summary>
    private static double GetReach(LivingCell cell)
    {
        var state = cell.State;
        var body = state.PlaceBody();
        return Math.Max(state.PlaceNucleus().Reach, body.Reach + Math.Abs(body.X - cell.X) + Math.Abs(body.Y - cell.Y));
    }

    /// <summary>The share of the field that cells would cover if all of them were in it.</summary>
    private double Cover(List<LivingCell> cells)
        => cells.Sum(cell => Math.PI * cell.Cell.Radius * cell.Cell.Radius) * _room * _room / ((double)_options.Width * _options.Height);
}
