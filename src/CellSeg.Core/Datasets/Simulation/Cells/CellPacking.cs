namespace CellSeg.Datasets.Simulation.Cells;

/// <summary>
/// Keeps nuclei apart. Spacings are shares of the distance at which two of them touch: below 1 they are flattened against
/// each other.
/// </summary>
internal static class CellPacking
{
    // A nucleus reaches no further than this many mean radii; most reach less.
    private const double MostReach = 2.5;

    /// <summary>Whether a cell keeps its distance from all others.</summary>
    public static bool IsFree(LivingCell cell, IReadOnlyList<LivingCell> others, double spacing)
    {
        foreach (var other in others)
        {
            if (other != cell && GetSpacing(cell, other, spacing) < spacing)
                return false;
        }
        return true;
    }

    /// <summary>Puts a cell beside another.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="other">The other.</param>
    /// <param name="direction">Where from the other, in radians from the direction of the rows.</param>
    /// <param name="spacing">How near.</param>
    public static void PutBeside(LivingCell cell, LivingCell other, double direction, double spacing)
    {
        var (sin, cos) = Math.SinCos(direction);
        double distance = spacing * (other.GetReach(direction) + cell.GetReach(direction + Math.PI));
        (cell.X, cell.Y) = (other.X + (distance * cos), other.Y + (distance * sin));
    }

    /// <summary>Pushes cells apart that are too near, by half of what is missing each, until none are or the rounds are over.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="spacing">How near they may be.</param>
    /// <param name="rounds">How often at most.</param>
    /// <param name="bounds">Width and height that no centre may leave; null for anywhere.</param>
    public static void Relax(IReadOnlyList<LivingCell> cells, double spacing, int rounds, (double Width, double Height)? bounds = null)
    {
        for (bool isMoving = true; isMoving && rounds > 0; rounds--)
        {
            isMoving = false;
            foreach (var (first, second) in FindNeighbours(cells))
            {
                double missing = 1 - (GetSpacing(first, second, spacing) / spacing);
                if (missing <= 1e-6)
                    continue;
                isMoving = true;
                double dx = second.X - first.X, dy = second.Y - first.Y, distance = Math.Sqrt((dx * dx) + (dy * dy));
                // Two at the same place part along the rows.
                var (cos, sin) = distance > 0 ? (dx / distance, dy / distance) : (1, 0);
                double push = missing * distance / (1 - missing) / 2;
                if (!double.IsFinite(push) || distance == 0)
                    push = first.Cell.Radius / 2;
                first.X -= push * cos;
                first.Y -= push * sin;
                second.X += push * cos;
                second.Y += push * sin;
                if (bounds is { } limit)
                {
                    KeepWithin(first, limit);
                    KeepWithin(second, limit);
                }
            }
        }
    }

    /// <summary>Takes cells away, the later ones of the list, until none are too near.</summary>
    public static void RemoveCrowded(List<LivingCell> cells, double spacing)
    {
        var removed = new HashSet<LivingCell>();
        var order = new Dictionary<LivingCell, int>();
        foreach (var cell in cells)
            order.Add(cell, order.Count);
        foreach (var (first, second) in FindNeighbours(cells))
        {
            if (!removed.Contains(first) && !removed.Contains(second) && GetSpacing(first, second, spacing) < spacing)
                removed.Add(order[first] > order[second] ? first : second);
        }
        cells.RemoveAll(removed.Contains);
    }

    private static void KeepWithin(LivingCell cell, (double Width, double Height) bounds)
        => (cell.X, cell.Y) = (Math.Clamp(cell.X, 0, bounds.Width - 1), Math.Clamp(cell.Y, 0, bounds.Height - 1));

    /// <summary>
    /// The distance of two centres as a share of that at which their outlines touch; infinite where it is surely above the
    /// spacing asked about.
    /// </summary>
    private static double GetSpacing(LivingCell first, LivingCell second, double spacing)
    {
        double dx = second.X - first.X, dy = second.Y - first.Y, squared = (dx * dx) + (dy * dy);
        double most = spacing * MostReach * (first.Cell.Radius + second.Cell.Radius);
        if (squared > most * most)
            return double.PositiveInfinity;
        double direction = Math.Atan2(dy, dx);
        return Math.Sqrt(squared) / (first.GetReach(direction) + second.GetReach(direction + Math.PI));
    }

    /// <summary>All pairs that could touch, by a sweep over the columns. Pairs may be moved while they are walked through.</summary>
    private static IEnumerable<(LivingCell First, LivingCell Second)> FindNeighbours(IReadOnlyList<LivingCell> cells)
    {
        if (cells.Count == 0)
            yield break;
        double reach = 2 * MostReach * cells.Max(cell => cell.Cell.Radius);
        // OrderBy keeps the order of equal ones, so that the sequence is the same each time.
        var sorted = cells.OrderBy(cell => cell.X).ToArray();
        double[] columns = Array.ConvertAll(sorted, cell => cell.X);
        for (int i = 0; i < sorted.Length; i++)
        {
            for (int j = i + 1; j < sorted.Length && columns[j] - columns[i] < reach; j++)
                yield return (sorted[i], sorted[j]);
        }
    }
}
