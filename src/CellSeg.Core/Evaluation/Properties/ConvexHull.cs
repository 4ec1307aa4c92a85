using CellSeg.Imaging.Regions;

namespace CellSeg.Evaluation.Properties;

/// <summary>
/// Counts the pixels in a cell's convex hull as <c>skimage.morphology.convex_hull_image</c> does: the hull of the
/// middles of all pixel edges, and the pixels whose centres lie in it or on its border.
/// </summary>
/// <remarks>
/// In coordinates of half pixels everything is a whole number, so the count is exact. Only the first and last pixel of
/// each row can touch the hull. Its left side is the largest convex function of the row below the leftmost points; its
/// right side is the same for negated columns. Buffers are kept from cell to cell.
/// </remarks>
internal sealed class ConvexHull
{
    private readonly List<(long Y, long X)> _points = [];
    private readonly List<(long Y, long X)> _side = [];
    private readonly List<long> _lefts = [];
    private readonly List<long> _negatedRights = [];

    /// <summary>How many pixels the hull of a cell has.</summary>
    /// <param name="rows">From its first pixel to its last in each of its rows, from the top.</param>
    public long CountPixels(List<CellRun> rows)
    {
        FindFirstColumns(rows, extent => extent.Start, _lefts);
        FindFirstColumns(rows, extent => 1 - extent.End, _negatedRights);
        long count = 0;
        for (int i = 0; i < _lefts.Count; i++)
            count += Math.Max(0, 1 - _negatedRights[i] - _lefts[i]);
        return count;
    }

    /// <summary>The first column in the hull for each row of the bounding box.</summary>
    private void FindFirstColumns(List<CellRun> rows, Func<CellRun, long> getColumn, List<long> columns)
    {
        CollectPoints(rows, getColumn);
        FindSide();
        columns.Clear();
        int at = 0;
        for (int row = rows[0].Row; row <= rows[^1].Row; row++)
        {
            long y = 2L * row;
            while (_side[at + 1].Y < y)
                at++;
            var (y0, x0) = _side[at];
            var (y1, x1) = _side[at + 1];
            columns.Add(DivideUp((x0 * (y1 - y0)) + ((x1 - x0) * (y - y0)), 2 * (y1 - y0)));
        }
    }

    /// <summary>The leftmost point at each height, from the top: of each row the upper, left and lower middle.</summary>
    private void CollectPoints(List<CellRun> rows, Func<CellRun, long> getColumn)
    {
        _points.Clear();
        foreach (var extent in rows)
        {
            long y = 2L * extent.Row, x = 2 * getColumn(extent);
            if (_points.Count > 0 && _points[^1].Y == y - 1)
                _points[^1] = (y - 1, Math.Min(_points[^1].X, x));
            else
                _points.Add((y - 1, x));
            _points.Add((y, x - 1));
            _points.Add((y + 1, x));
        }
    }

    /// <summary>The monotone chain of Andrew (1979) for one side.</summary>
    private void FindSide()
    {
        _side.Clear();
        foreach (var point in _points)
        {
            while (_side.Count > 1 && !TurnsOut(_side[^2], _side[^1], point))
                _side.RemoveAt(_side.Count - 1);
            _side.Add(point);
        }
    }

    /// <summary>Whether the middle of three points lies left of the line from the first to the last.</summary>
    private static bool TurnsOut((long Y, long X) first, (long Y, long X) middle, (long Y, long X) last)
        => (middle.X - first.X) * (last.Y - first.Y) < (last.X - first.X) * (middle.Y - first.Y);

    private static long DivideUp(long numerator, long denominator)
    {
        var (quotient, remainder) = Math.DivRem(numerator, denominator);
        return remainder > 0 ? quotient + 1 : quotient;
    }
}
