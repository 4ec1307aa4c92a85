using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Datasets;

public sealed class CompactLabelsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Labels_come_back_as_they_were(int ids)
    {
        var random = new RandomSource(1);
        var noise = new LabelImage(17, 19, [.. Enumerable.Range(0, 17 * 19).Select(_ => random.Next(ids + 1))]);
        Assert.Equal(noise.Pixels, new CompactLabels(noise).ToLabels().Pixels);
    }

    [Fact]
    public void Cells_may_touch_one_another_and_the_corners_of_the_image()
    {
        var labels = TestImages.Rectangles(10, 12, (0, 0, 5, 6), (0, 6, 5, 6), (5, 0, 5, 12));
        labels.Pixels[^1] = int.MaxValue;
        var compact = new CompactLabels(labels);
        var first = compact.ToLabels();
        Assert.Equal((10, 12), (first.Height, first.Width));
        Assert.Equal(labels.Pixels, first.Pixels);
        Assert.NotSame(first.Pixels, compact.ToLabels().Pixels);
    }
}
