using CellSeg.Imaging.Morphology;

namespace CellSeg.Imaging.Regions;

/// <summary>
/// Follows the cracks between a cell and what is not the cell. The ends of its runs are all the upright cracks that there are; which
/// of them follow each other is seen where two rows meet. So the time goes with the number of runs, not with the area.
/// </summary>
/// <remarks>
/// A ring has the cell on its right, as one walks along it with the image seen from above: it goes up along the left ends of runs and
/// down along their right ends. Run number n of a piece has the cracks 2n, on its left, and 2n + 1, on its right.
/// </remarks>
internal static class OutlineTracer
{
    /// <summary>The outlines of the pieces of a cell, in the raster order of their first pixels.</summary>
    public static IReadOnlyList<PieceOutline> Trace(CellRegion cell)
        => [.. RegionPieces.Split(cell.Runs, PixelConnectivity.Four).Select(TracePiece)];

    private static PieceOutline TracePiece(List<CellRun> runs)
    {
        int[] next = Link(runs);
        var rings = new List<IReadOnlyList<PixelCorner>>(1);
        // The first crack is on the left of the first pixel, and so on the outer ring. All others are holes: the piece is connected.
        for (int crack = 0; crack < next.Length; crack++)
        {
            if (next[crack] >= 0)
                rings.Add(Follow(runs, next, crack));
        }
        return new PieceOutline(rings[0], rings[1..], runs.Sum(run => (long)run.Length));
    }

    /// <summary>Which crack comes after each one.</summary>
    private static int[] Link(List<CellRun> runs)
    {
        var next = new int[2 * runs.Count];
        int above = 0;
        while (above < runs.Count)
        {
            if (above == 0)
                LinkRows(runs, 0..0, 0..EndOfRow(runs, 0), next);
            int end = EndOfRow(runs, above), below = EndOfRow(runs, end);
            // A connected piece has no row without a run, so that the row below is the next one, or there is none.
            LinkRows(runs, above..end, end..below, next);
            above = end;
        }
        return next;
    }

    private static int EndOfRow(List<CellRun> runs, int first)
    {
        int end = first;
        while (end < runs.Count && runs[end].Row == runs[first].Row)
            end++;
        return end;
    }

    /// <summary>
    /// Links the cracks that meet on the line between two rows. On it the cell is on one side only, or on the other, between the
    /// first end of a run and the second, the third and the fourth, and so on: there the ring goes along the line. Of each such pair
    /// one crack leads to the line, and the other leads away from it.
    /// </summary>
    private static void LinkRows(List<CellRun> runs, Range above, Range below, int[] next)
    {
        int upper = 2 * above.Start.Value, upperEnd = 2 * above.End.Value, lower = 2 * below.Start.Value, lowerEnd = 2 * below.End.Value;
        int? open = null;
        while (upper < upperEnd || lower < lowerEnd)
        {
            bool isUpper = lower == lowerEnd || (upper < upperEnd && ComesFirst(upper, lower));
            int crack = isUpper ? upper++ : lower++;
            if (open is not { } first)
            {
                open = crack;
                continue;
            }
            // Right ends of the row above lead down to the line, left ends of the row below lead up to it.
            bool leadsTo = isUpper == IsRight(crack);
            next[leadsTo ? crack : first] = leadsTo ? first : crack;
            open = null;
        }

        // Where a run ends in the corner in which another begins, the beginning comes first: the ring then goes on around the other
        // run, and is not in this corner a second time.
        bool ComesFirst(int one, int other) => Column(runs, one) is var a && Column(runs, other) is var b && (a < b || (a == b && !IsRight(one)));
    }

    private static bool IsRight(int crack) => crack % 2 == 1;

    private static int Column(List<CellRun> runs, int crack) => IsRight(crack) ? runs[crack / 2].End : runs[crack / 2].Start;

    /// <summary>The corners of the ring that a crack is on. Cracks of it no longer have a next one afterwards.</summary>
    private static List<PixelCorner> Follow(List<CellRun> runs, int[] next, int start)
    {
        var ring = new List<PixelCorner>();
        for (int crack = start, following; (following = next[crack]) >= 0; crack = following)
        {
            next[crack] = -1;
            int line = runs[crack / 2].Row + (IsRight(crack) ? 1 : 0), from = Column(runs, crack), to = Column(runs, following);
            if (from == to)
                continue;
            ring.Add(new PixelCorner(from, line));
            ring.Add(new PixelCorner(to, line));
        }
        return ring;
    }
}
