using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Evaluation;

/// <summary>Label images written as text: a row a line, a character a pixel, '.' for background, letters for cells.</summary>
internal static class Labels
{
    public static LabelImage Parse(params string[] rows)
        => new(rows.Length, rows[0].Length, [.. rows.SelectMany(row => row).Select(c => c == '.' ? 0 : (int)c)]);

    /// <summary>One row in which each cell is so many pixels: (0, 3), ('A', 5) is three of background, then five of A.</summary>
    public static LabelImage Row(params (int Id, int Pixels)[] runs)
    {
        int[] pixels = [.. runs.SelectMany(run => Enumerable.Repeat(run.Id, run.Pixels))];
        return new LabelImage(1, pixels.Length, pixels);
    }
}
