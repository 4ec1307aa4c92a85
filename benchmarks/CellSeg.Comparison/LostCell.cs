using CellSeg.Evaluation.Counting;
using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;

namespace CellSeg.Comparison;

/// <summary>A true cell that no found cell overlaps by half, and what there is to say about it.</summary>
/// <param name="Area">Pixels.</param>
/// <param name="Pieces">Pieces it is in (8-connected).</param>
/// <param name="LargestPiece">Pixels of the largest.</param>
/// <param name="Depth">Distance of its deepest pixel to another label.</param>
/// <param name="Neighbours">Other cells it touches (8-connected).</param>
/// <param name="Outcome">What became of it.</param>
internal sealed record LostCell(int Area, int Pieces, int LargestPiece, float Depth, int Neighbours, string Outcome)
{
    /// <summary>The first reason that holds.</summary>
    public string Reason => 2 * LargestPiece < Area ? "in pieces, none of them half of it"
        : Pieces > 1 ? "in pieces"
        : Depth < 1.5f ? "a line, at most two pixels wide"
        : Neighbours > 0 ? "touches others"
        : "alone";

    public static IEnumerable<LostCell> Find(LabelImage truth, LabelImage found)
    {
        var table = OverlapTable.Create(truth, found);
        var lost = new HashSet<int>(Enumerable.Range(0, table.TruthAreas.Length));
        foreach (var overlap in table.Overlaps)
        {
            if (table.GetIou(overlap) >= 0.5)
                lost.Remove(overlap.Truth);
        }
        if (lost.Count == 0)
            return [];
        var distances = new float[truth.Pixels.Length];
        DistanceTransform.ToOtherLabel(truth.Pixels, truth.Height, truth.Width, distances);
        return lost.Select(cell => Describe(truth, table, cell, distances)).ToList();
    }

    private static LostCell Describe(LabelImage truth, OverlapTable table, int cell, float[] distances)
    {
        int label = table.TruthLabels[cell];
        var own = Array.ConvertAll(truth.Pixels, pixel => pixel == label);
        var pieces = new LabelImage(truth.Height, truth.Width);
        int pieceCount = ConnectedComponents.Label<bool>(own, truth.Height, truth.Width, PixelConnectivity.Eight, pieces.Pixels);
        var neighbours = new HashSet<int>();
        float depth = 0;
        for (int i = 0; i < own.Length; i++)
        {
            if (!own[i])
                continue;
            depth = Math.Max(depth, distances[i]);
            var (y, x) = Math.DivRem(i, truth.Width);
            for (int ny = Math.Max(0, y - 1); ny <= Math.Min(truth.Height - 1, y + 1); ny++)
            {
                for (int nx = Math.Max(0, x - 1); nx <= Math.Min(truth.Width - 1, x + 1); nx++)
                    neighbours.Add(truth[ny, nx]);
            }
        }
        neighbours.Remove(0);
        neighbours.Remove(label);
        return new LostCell(
            table.TruthAreas[cell], pieceCount, pieces.GetAreas().Values.Max(), depth, neighbours.Count, Judge(table, cell));
    }

    private static string Judge(OverlapTable table, int cell)
    {
        int best = 0, count = 0;
        foreach (var overlap in table.Overlaps)
        {
            if (overlap.Truth == cell)
                (best, count) = (Math.Max(best, overlap.Pixels), count + 1);
        }
        return count == 0 ? "nothing found" : 2 * best > table.TruthAreas[cell] ? "one with others" : count > 1 ? "several" : "less than half";
    }
}
