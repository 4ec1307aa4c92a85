using CellSeg.Imaging.Restoration;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Imaging.Restoration;

public sealed class HotPixelsTests
{
    private const int Size = 96;

    [Fact]
    public void Single_bright_pixels_go_and_nothing_else_changes()
    {
        var random = new RandomSource(3);
        // Light has the noise of its root.
        float[] values = [.. Enumerable.Range(0, Size * Size).Select(i => Noisy(IsCell(i) ? 900 : 100, random))];
        var clean = (float[])values.Clone();
        int[] hot = [1, 47, (Size * 20) + 20, (Size * 50) + 50, (Size * 70) + 3, (Size * Size) - 2];
        foreach (int pixel in hot)
            values[pixel] = 4000;
        Assert.Equal(hot.Length, HotPixels.Remove(values, Size, Size));
        for (int i = 0; i < values.Length; i++)
        {
            if (hot.Contains(i))
                Assert.InRange(values[i], IsCell(i) ? 700 : 60, IsCell(i) ? 1100 : 140);
            else
                Assert.Equal(clean[i], values[i]);
        }
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_spot_as_optics_show_it_stays(double sigma)
    {
        var random = new RandomSource(4);
        var values = new float[Size * Size];
        for (int i = 0; i < values.Length; i++)
        {
            // Twenty-five spots, whose middles lie anywhere in a pixel.
            int row = i / Size, column = i % Size;
            double down = row - (Math.Round(row / 19.0) * 19.3), right = column - (Math.Round(column / 19.0) * 19.2);
            values[i] = Noisy(100 + (2000 * Math.Exp(-((down * down) + (right * right)) / (2 * sigma * sigma))), random);
        }
        Assert.Equal(0, HotPixels.Remove(values, Size, Size));
    }

    [Fact]
    public void What_is_not_finite_stays_and_is_no_neighbour()
    {
        var values = Enumerable.Range(0, 49).Select(i => (float)(i % 3)).ToArray();
        values[24] = 1000;
        values[25] = float.NaN;
        values[3] = float.PositiveInfinity;
        Assert.Equal(1, HotPixels.Remove(values, 7, 7));
        Assert.InRange(values[24], 0, 2);
        Assert.Equal(float.NaN, values[25]);
        Assert.Equal(float.PositiveInfinity, values[3]);
    }

    [Fact]
    public void A_row_or_a_pixel_alone_is_no_problem()
    {
        Assert.Equal(0, HotPixels.Remove(new float[1], 1, 1));
        float[] row = [1, 2, 1, 2, 900, 1, 2, 1, 2];
        Assert.Equal(1, HotPixels.Remove(row, 1, 9));
        Assert.Equal(1.5f, row[4]);
    }

    private static bool IsCell(int pixel) => (pixel / Size) is > 40 and < 62 && (pixel % Size) is > 40 and < 62;

    private static float Noisy(double mean, RandomSource random) => (float)(mean + (Math.Sqrt(mean) * random.NextGaussian()));
}
