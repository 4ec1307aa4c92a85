using CellSeg.Imaging.Regions;

namespace CellSeg.Evaluation.Properties;

/// <summary>
/// Perimeters as <c>skimage.measure.perimeter</c> estimates them with 4-neighbours (Benkrid and Crookes, "Design and
/// FPGA implementation of a perimeter estimator"). Three rows of a piece are looked at a time; buffers are kept from cell to cell.
/// </summary>
internal sealed class Perimeter
{
    private const int Window = 3;

    // Of each row 1 where a pixel is in the piece, or one of its border; with a column on either side where none is.
    private readonly byte[][] _pixels = [[], [], []], _borders = [[], [], []];
    private (int Straight, int Diagonal, int Mixed) _steps;

    /// <summary>The perimeter of a cell.</summary>
    /// <param name="pieces">The runs of its pieces, none of which touches another, not even by a corner.</param>
    public double Measure(IReadOnlyList<List<CellRun>> pieces)
    {
        // Steps are counted and weighted at the end: a sum of whole numbers is the same in any order.
        _steps = default;
        foreach (var piece in pieces)
            Add(piece);
        return _steps.Straight + (_steps.Diagonal * Math.Sqrt(2)) + (_steps.Mixed * (1 + Math.Sqrt(2)) / 2);
    }

    private void Add(List<CellRun> runs)
    {
        var (top, left, right) = runs[0];
        int bottom = runs[^1].Row + 1;
        foreach (var run in runs)
            (left, right) = (Math.Min(left, run.Start), Math.Max(right, run.End));
        // With the column on either side.
        int width = right + 1 - --left;
        for (int i = 0; i < Window; i++)
        {
            Clear(ref _pixels[i], width);
            Clear(ref _borders[i], width);
        }
        // Which pixels are at the border is known a row later, and how they follow each other one more.
        int added = 0, bordered = 0, counted = 0;
        for (int row = top; row < bottom + 2; row++)
        {
            Clear(ref Of(_pixels, row), width);
            for (; added < runs.Count && runs[added].Row == row; added++)
                Of(_pixels, row).AsSpan(runs[added].Start - left, runs[added].Length).Fill(1);
            Clear(ref Of(_borders, row - 1), width);
            for (; bordered < runs.Count && runs[bordered].Row == row - 1; bordered++)
                FindBorder(row - 1, runs[bordered].Start - left, runs[bordered].End - left);
            for (; counted < runs.Count && runs[counted].Row == row - 2; counted++)
                Count(row - 2, runs[counted].Start - left, runs[counted].End - left);
        }
    }

    /// <summary>The pixels that have a 4-neighbour outside of the piece.</summary>
    private void FindBorder(int row, int start, int end)
    {
        byte[] above = Of(_pixels, row - 1), below = Of(_pixels, row + 1), border = Of(_borders, row);
        for (int x = start; x < end; x++)
            border[x] = (byte)(1 - (above[x] & below[x]));
        border[start] = border[end - 1] = 1;
    }

    private void Count(int row, int start, int end)
    {
        byte[] above = Of(_borders, row - 1), here = Of(_borders, row), below = Of(_borders, row + 1);
        for (int x = start; x < end; x++)
        {
            if (here[x] == 0)
                continue;
            int sides = above[x] + below[x] + here[x - 1] + here[x + 1];
            int corners = above[x - 1] + above[x + 1] + below[x - 1] + below[x + 1];
            switch (sides, corners)
            {
                case (2 or 3, 0) or (2 or 3, 1) or (2 or 3, 2):
                    _steps.Straight++;
                    break;
                case (0, 2) or (1, 3):
                    _steps.Diagonal++;
                    break;
                case (1, 1) or (1, 2):
                    _steps.Mixed++;
                    break;
            }
        }
    }

    private static ref byte[] Of(byte[][] rows, int row) => ref rows[(row + Window) % Window];

    private static void Clear(ref byte[] row, int width)
    {
        if (row.Length < width)
            row = new byte[width];
        else
            row.AsSpan(0, width).Clear();
    }
}
