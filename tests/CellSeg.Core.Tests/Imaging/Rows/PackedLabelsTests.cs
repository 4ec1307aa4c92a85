using CellSeg.Core.Tests.Support;
using CellSeg.Imaging;
using CellSeg.Imaging.Rows;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Imaging.Rows;

public sealed class PackedLabelsTests
{
    private const int Height = 17, Width = 190;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 3)]
    [InlineData(3, 17)]
    [InlineData(int.MaxValue - 1, 5)]
    public void Labels_come_back_as_they_were_whatever_the_bands(int largest, int band)
    {
        var random = new RandomSource(1);
        var noise = new LabelImage(Height, Width, [.. Enumerable.Range(0, Height * Width).Select(_ => random.Next(largest + 1))]);
        var packed = new PackedLabels(Height, Width);
        for (int top = 0; top < Height; top += band)
            packed.Append(noise.Pixels.AsSpan(top * Width, Math.Min(band, Height - top) * Width));
        Assert.Equal(noise.Pixels, LabelImage.FromRows(packed).Pixels);
        Assert.Equal((noise.MaxLabel, noise.CountCells()), (packed.MaxLabel, packed.CellCount));
        int[] rows = new int[3 * Width];
        foreach (int top in (int[])[14, 0, 7])
        {
            packed.ReadRows(top, 3, rows);
            Assert.Equal(noise.Pixels[(top * Width)..((top + 3) * Width)], rows);
        }
    }

    [Fact]
    public void Cells_may_touch_one_another_and_the_corners_of_the_image()
    {
        var labels = TestImages.Rectangles(10, 12, (0, 0, 5, 6), (0, 6, 5, 6), (5, 0, 5, 12));
        labels.Pixels[^1] = int.MaxValue;
        var packed = PackedLabels.Of(labels);
        var first = LabelImage.FromRows(packed);
        Assert.Equal((10, 12), (first.Height, first.Width));
        Assert.Equal(labels.Pixels, first.Pixels);
        Assert.NotSame(first.Pixels, LabelImage.FromRows(packed).Pixels);
        Assert.Equal((int.MaxValue, 4), (packed.MaxLabel, packed.CellCount));
    }

    [Fact]
    public void A_run_of_a_cell_takes_few_bytes()
    {
        // 900 squares of 20 x 20 whose ids rise: 20 runs each, of three or four bytes; as numbers they take four bytes a pixel.
        var labels = TestImages.Rectangles(
            960, 960, [.. Enumerable.Range(0, 900).Select(i => (i / 30 * 32, i % 30 * 32, 20, 20))]);
        Assert.InRange(PackedLabels.Of(labels).ByteCount, 3 * 20 * 900, 4 * 20 * 900);
    }

    [Fact]
    public void Rows_that_are_not_there_yet_are_told_from_background()
    {
        var packed = new PackedLabels(4, 3);
        packed.Append([0, 0, 0, 0, 7, 7]);
        Assert.Equal((2, 7, 1), (packed.AppendedRows, packed.MaxLabel, packed.CellCount));
        int[] rows = new int[6];
        packed.ReadRows(0, 2, rows);
        Assert.Equal([0, 0, 0, 0, 7, 7], rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => packed.ReadRows(1, 2, rows));
        Assert.Throws<ArgumentException>(() => packed.Append([1, 2]));
        Assert.Throws<ArgumentException>(() => packed.Append(new int[9]));
    }

    [Fact]
    public void Labels_that_fit_no_array_stay_packed()
    {
        var packed = new PackedLabels(1 << 16, 1 << 16);
        Assert.Contains("more than fit one array", Assert.Throws<CellSegException>(() => LabelImage.FromRows(packed, "a")).Reason, StringComparison.Ordinal);
    }
}
