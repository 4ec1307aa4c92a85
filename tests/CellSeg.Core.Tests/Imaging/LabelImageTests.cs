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

    [Theory]
    [InlineData(0, new[] { 2, 2, 0, 1, 0, 2, 3, 1 })]
    [InlineData(2, new[] { 2, 2, 0, 1, 0, 2, 0, 1 })]
    [InlineData(3, new[] { 1, 1, 0, 0, 0, 1, 0, 0 })]
    [InlineData(4, new[] { 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void RemoveSmallCells_keeps_a_cell_of_exactly_the_minimum(int minimumArea, int[] expected)
        => Assert.Equal(expected, Sample.RemoveSmallCells(minimumArea).Pixels);

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
