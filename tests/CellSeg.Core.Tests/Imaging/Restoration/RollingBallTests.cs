using CellSeg.Core.Tests.Imaging.Morphology;
using CellSeg.Imaging.Restoration;

namespace CellSeg.Core.Tests.Imaging.Restoration;

public sealed class RollingBallTests
{
    [Fact]
    public void It_is_the_lowest_and_then_the_highest_of_all_balls()
    {
        var images = new RandomImages(21);
        for (int run = 0; run < 60; run++)
        {
            int height = images.Next(1, 20), width = images.Next(1, 40);
            double radius = 0.5 + (images.NextDouble() * 12), ballHeight = images.Next(0, 2) == 0 ? 0 : radius * images.NextDouble() * 3;
            float[] values = [.. images.Values(height * width, images.Next(0, 2) == 0 ? 3 : null).Select(value => 8 * value)];
            var top = Roll(values, height, width, radius, ballHeight, -1);
            var found = new float[values.Length];
            RollingBall.FindTop(values, height, width, radius, ballHeight, found);
            AssertClose(top, found);
            RollingBall.Open(values, height, width, radius, ballHeight, found);
            AssertClose(Roll(top, height, width, radius, ballHeight, 1), found);
            Assert.All(found.Zip(values), pair => Assert.True(pair.First <= pair.Second));
            RollingBall.Open(values, height, width, radius, ballHeight, values);
            Assert.Equal(found, values);
        }
    }

    /// <summary>
    /// scikit-image 0.19.3, for the array ((37 y + 11 x² + 29 (x y mod 5)) mod 97) of 6 x 7 in float32: rolling_ball(radius=3), the
    /// negative of rolling_ball of the negative of that, and rolling_ball(kernel=ellipsoid_kernel((5, 5), 20)); rows 0, 2 and 5.
    /// </summary>
    [Fact]
    public void It_gives_the_numbers_of_scikit_image()
    {
        float[] values = [.. Enumerable.Range(0, 42).Select(i => (float)(((i / 7 * 37) + (i % 7 * (i % 7) * 11) + (i / 7 * (i % 7) % 5 * 29)) % 97))];
        var found = new float[values.Length];
        RollingBall.FindTop(values, 6, 7, 3, 3, found);
        Check(
            [0, 0.17157292f, 0.763932f, 2, 2.1715729f, 2.763932f, 5], [0.763932f, 1, 2, 2.763932f, 3, 4, 8.763932f],
            [2.1715729f, 2, 2.1715729f, 2.763932f, 5, 13, 12.763932f]);
        RollingBall.Open(values, 6, 7, 3, 3, found);
        Check(
            [0, 1.236068f, 1.8284271f, 2, 7.1715727f, 7.8173237f, 8], [2.8284271f, 3, 7.354249f, 8, 10.1715727f, 11.1715727f, 11.4076405f],
            [2.236068f, 2, 10, 12.236068f, 12.8284273f, 13, 12.8284273f]);
        RollingBall.FindTop(values, 6, 7, 2, 20, found);
        Check(
            [0, 2.679491f, 4.679491f, 2, 4.679491f, 10.679491f, 8], [16.679491f, 17.679491f, 10.679491f, 8, 10.679491f, 17.857864f, 14.679491f],
            [4.679491f, 2, 4.679491f, 16.679491f, 19.857864f, 37.679489f, 32]);

        void Check(params float[][] rows)
        {
            AssertClose(rows[0], found[..7]);
            AssertClose(rows[1], found[14..21]);
            AssertClose(rows[2], found[35..]);
        }
    }

    [Fact]
    public void A_slope_is_background_but_for_its_lowest_border_and_a_cell_on_it_is_not()
    {
        const int Size = 64;
        var values = new float[Size * Size];
        for (int i = 0; i < values.Length; i++)
            values[i] = 3 * (i % Size);
        var slope = (float[])values.Clone();
        for (int y = 30; y < 36; y++)
            values.AsSpan((y * Size) + 30, 6).Fill(500);
        var background = new float[values.Length];
        RollingBall.Open(values, Size, Size, 12, 12, background);
        for (int i = 0; i < values.Length; i++)
        {
            // Where a ball of radius 12 has room on both sides of where it touches.
            if (i % Size is >= 14 and < Size - 14 && i / Size is >= 14 and < Size - 14)
                Assert.InRange(background[i], slope[i] - 2, slope[i] + 2);
        }
        RollingBall.FindTop(values, Size, Size, 12, 12, background);
        Assert.True(background[(10 * Size) + 40] < slope[40] - 10);
    }

    [Fact]
    public void A_square_opening_is_the_highest_of_the_lowest_in_all_squares()
    {
        var images = new RandomImages(22);
        for (int run = 0; run < 100; run++)
        {
            int height = images.Next(1, 20), width = images.Next(1, 20), radius = images.Next(0, 12);
            var values = images.Values(height * width, null);
            var expected = Slide(Slide(values, height, width, radius, Enumerable.Min), height, width, radius, Enumerable.Max);
            SquareOpening.Open(values, height, width, radius, values);
            Assert.Equal(expected, values);
        }
    }

    [Fact]
    public void Each_method_finds_its_own_background()
    {
        var images = new RandomImages(23);
        var values = images.Values(900, null);
        var found = Enum.GetValues<BackgroundMethod>().ToDictionary(method => method, method =>
        {
            var background = new float[900];
            new BackgroundOptions { Method = method, Radius = method == BackgroundMethod.None ? null : 4 }.Find(values, 30, 30, background);
            return background;
        });
        Assert.All(found[BackgroundMethod.None], value => Assert.Equal(0, value));
        Assert.Equal(values.Average(), found[BackgroundMethod.LargeKernel].Average(), 0.05);
        var disc = new float[900];
        RollingBall.Open(values, 30, 30, 4, 0, disc);
        Assert.Equal(disc, found[BackgroundMethod.Morphological]);
        RollingBall.Open(values, 30, 30, 4, 4, disc);
        Assert.Equal(disc, found[BackgroundMethod.RollingBall]);
        Assert.NotEqual(disc, found[BackgroundMethod.Morphological]);
    }

    /// <summary>The least of all values raised by the drop of the ball, for a sign of -1; the greatest lowered by it for 1.</summary>
    private static float[] Roll(float[] values, int height, int width, double radius, double ballHeight, int sign)
    {
        var result = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double best = double.NegativeInfinity;
            for (int j = 0; j < values.Length; j++)
            {
                int dy = (i / width) - (j / width), dx = (i % width) - (j % width), squared = (dy * dy) + (dx * dx);
                if (squared <= radius * radius)
                    best = Math.Max(best, (sign * values[j]) - (ballHeight - (ballHeight * Math.Sqrt(1 - (squared / (radius * radius))))));
            }
            result[i] = (float)(sign * best);
        }
        return result;
    }

    private static float[] Slide(float[] values, int height, int width, int radius, Func<IEnumerable<float>, float> choose)
        => [.. Enumerable.Range(0, values.Length).Select(i => choose(
            from y in Enumerable.Range((i / width) - radius, (2 * radius) + 1)
            from x in Enumerable.Range((i % width) - radius, (2 * radius) + 1)
            where y >= 0 && y < height && x >= 0 && x < width
            select values[(y * width) + x]))];

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-4f);
    }
}
