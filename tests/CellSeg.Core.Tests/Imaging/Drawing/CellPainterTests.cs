using CellSeg.Core.Tests.Evaluation;
using CellSeg.Imaging;
using CellSeg.Imaging.Drawing;

namespace CellSeg.Core.Tests.Imaging.Drawing;

public sealed class CellPainterTests
{
    private static readonly Rgb Red = new(200, 0, 0);

    [Fact]
    public void A_line_lies_inside_its_cell_and_is_open_where_the_image_cuts_the_cell()
    {
        var labels = Labels.Parse("AAA.", "AAA.", "AAA.", "....");
        Assert.Equal(["  #.", "  #.", "###.", "...."], Paint(labels, 1, new CellStyle(Red)));
    }

    [Fact]
    public void Cells_that_touch_keep_their_lines_apart()
        => Assert.Equal(["  ##  ", "  ##  ", "  ##  "], Paint(Labels.Parse("AAABBB", "AAABBB", "AAABBB"), 1, new CellStyle(Red)));

    [Fact]
    public void Lines_are_closed_at_corners_of_an_enlarged_cell()
    {
        // The cell has a corner whose only other neighbour is diagonal.
        var rows = Paint(Labels.Parse("A.", "AA"), 4, new CellStyle(Red));
        Assert.Equal("  ##....", rows[3]);
        Assert.Equal("  ######", rows[4]);
        Assert.Equal("  ######", rows[5]);
        Assert.Equal("        ", rows[6]);
    }

    [Fact]
    public void An_area_is_veiled_and_its_dotted_line_has_gaps_in_every_direction()
    {
        var labels = TestCells.Diamond(41);
        var rows = Paint(labels, 1, new CellStyle(Red, 0.5, IsDotted: true));
        var line = Paint(labels, 1, new CellStyle(Red, 0.5));
        int dots = rows.Sum(row => row.Count(c => c == '#')), whole = line.Sum(row => row.Count(c => c == '#'));
        Assert.InRange(dots / (double)whole, 0.3, 0.5);
        Assert.All(rows.Zip(line).SelectMany(pair => pair.First.Zip(pair.Second)), pair => Assert.Equal(pair.Second is '.', pair.First is '.'));
        // No side of the diamond is without dots, nor all line.
        foreach (var side in TestCells.SidesOfDiamond(41))
            Assert.InRange(side.Count(at => rows[at.Row][at.Column] == '#'), 3, 15);
    }

    [Fact]
    public void Cells_without_a_style_are_left_out()
        => Assert.Equal(["......"], Paint(Labels.Parse("AAA..."), 1, null));

    /// <summary># line, blank inside, . background.</summary>
    private static string[] Paint(LabelImage labels, int scale, CellStyle? style)
    {
        var grey = Rgb.Grey(100);
        var picture = new RgbImage(labels.Height * scale, labels.Width * scale);
        for (int row = 0; row < picture.Height; row++)
        {
            for (int column = 0; column < picture.Width; column++)
                picture[row, column] = grey;
        }
        new CellPainter(picture, 0, 0, scale).Paint(labels, _ => style);
        return [.. Enumerable.Range(0, picture.Height).Select(row => string.Concat(Enumerable.Range(0, picture.Width).Select(column =>
            picture[row, column] == Red ? '#' : labels[row / scale, column / scale] == 0 || style is null ? '.' : ' ')))];
    }

    private static class TestCells
    {
        public static LabelImage Diamond(int size)
        {
            var labels = new LabelImage(size, size);
            int middle = size / 2;
            for (int i = 0; i < labels.Pixels.Length; i++)
                labels.Pixels[i] = Math.Abs((i / size) - middle) + Math.Abs((i % size) - middle) < middle ? 1 : 0;
            return labels;
        }

        public static IEnumerable<(int Row, int Column)[]> SidesOfDiamond(int size)
        {
            int middle = size / 2;
            foreach (int down in new[] { -1, 1 })
            {
                foreach (int right in new[] { -1, 1 })
                    yield return [.. Enumerable.Range(0, middle).Select(i => (middle + (down * i), middle + (right * (middle - 1 - i))))];
            }
        }
    }
}
