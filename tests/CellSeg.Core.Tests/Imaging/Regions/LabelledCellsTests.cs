using CellSeg.Core.Tests.Evaluation;
using CellSeg.Core.Tests.Imaging.Morphology;
using CellSeg.Core.Tests.Support;
using CellSeg.Imaging;
using CellSeg.Imaging.Regions;

namespace CellSeg.Core.Tests.Imaging.Regions;

public sealed class LabelledCellsTests
{
    [Fact]
    public void Every_cell_comes_once_with_its_pixels_in_ascending_order_of_id_wherever_the_bands_are_cut()
    {
        var random = new RandomImages(3);
        for (int round = 0; round < 200; round++)
        {
            int height = random.Next(1, 12), width = random.Next(1, 12);
            var labels = new LabelImage(height, width, [.. random.Labels(height, width, 5).Select(label => label * 1000)]);
            var expected = CellBoxes.Find(labels.Pixels, height, width);
            foreach (int rows in (int[])[1, 2, 5, height + 3])
            {
                var cells = new LabelledCells(labels, rows);
                Assert.Equal(expected.Count, cells.Count);
                var found = new LabelImage(height, width);
                Assert.Equal(expected, cells.Read().Select(cell =>
                {
                    foreach (var run in cell.Runs)
                        found.Pixels.AsSpan((run.Row * width) + run.Start, run.Length).Fill(cell.Box.Label);
                    Assert.Equal(cell.Runs.OrderBy(run => run.Row).ThenBy(run => run.Start), cell.Runs);
                    return cell.Box;
                }));
                Assert.Equal(labels.Pixels, found.Pixels);
            }
        }
    }

    [Fact]
    public void A_cell_is_there_before_the_rows_below_it_are_read()
    {
        var labels = new RecordedRows(TestImages.Rectangles(100, 4, (2, 0, 5, 2), (20, 1, 3, 3), (22, 0, 70, 1)));
        var cells = new LabelledCells(labels, rowsPerBand: 4);
        labels.Bottom = 0;
        var bottoms = cells.Read().Select(cell => (cell.Box.Bottom, labels.Bottom)).ToList();
        Assert.Equal([(7, 8), (23, 24), (92, 92)], bottoms);
    }

    [Fact]
    public void A_cell_waits_for_one_of_a_smaller_id()
    {
        var cells = new LabelledCells(Labels.Parse("B.", "..", ".A"), rowsPerBand: 1).Read();
        Assert.Equal(['A', 'B'], cells.Select(cell => (char)cell.Box.Label));
    }

    [Fact]
    public void A_negative_id_is_an_error()
        => Assert.Contains(
            "the negative label -7", Assert.Throws<CellSegException>(() => new LabelledCells(new LabelImage(1, 2, [1, -7])).Read().Count()).Reason,
            StringComparison.Ordinal);
}
