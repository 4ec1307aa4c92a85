using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Imaging;

public sealed class LabelImageTests
{
    private static readonly LabelImage Sample = new(2, 4, [7, 7, 0, 3, 0, 7, 9, 3]);

    [Fact]
    public void Areas_are_counted_by_id_in_ascending_order()
        => Assert.Equal([(3, 2), (7, 3), (9, 1)], Sample.GetAreas().Select(pair => (pair.Key, pair.Value)));

    [Fact]
    public void Renumber_closes_gaps_in_ascending_order_of_the_old_ids()
        => Assert.Equal([2, 2, 0, 1, 0, 2, 3, 1], Sample.Renumber().Pixels);

    [Fact]
    public void The_edge_of_a_cell_is_where_one_of_the_four_neighbours_has_another_label()
    {
        int[] labels =
        [
            1, 1, 1, 2,
            1, 1, 1, 2,
            1, 1, 1, 0,
        ];
        bool[] edges = [.. Enumerable.Range(0, 12).Select(i => LabelImage.IsEdge(labels, 3, 4, i / 4, i % 4))];
        Assert.Equal([false, false, true, true, false, false, true, true, false, false, true, true], edges);
    }

    [Fact]
    public void An_edge_has_another_id_above_below_or_beside_it_in_the_image()
    {
        var labels = new LabelImage(4, 5,
        [
            3, 3, 3, 0, 0,
            3, 3, 3, 0, 0,
            3, 3, 3, 8, 8,
            3, 3, 3, 3, 8,
        ]);
        string[] edges = [.. Enumerable.Range(0, 4).Select(
            row => string.Concat(Enumerable.Range(0, 5).Select(column => labels.IsEdge(row, column) ? '#' : '.')))];
        Assert.Equal(["..##.", "..###", "..###", "...##"], edges);
        Assert.True(labels.Differs(3, 2, -1, 1));
        Assert.False(labels.Differs(3, 4, 1, 0));
    }

    [Fact]
    public void Pixels_must_fill_the_image()
        => Assert.Throws<ArgumentException>(() => new LabelImage(2, 3, new int[5]));
}
