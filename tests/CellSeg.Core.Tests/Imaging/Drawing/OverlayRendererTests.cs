using CellSeg.Core.Tests.Imaging.Regions;
using CellSeg.Core.Tests.Support;
using CellSeg.Imaging;
using CellSeg.Imaging.Drawing;
using CellSeg.Imaging.Rows;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Imaging.Drawing;

public sealed class OverlayRendererTests
{
    [Fact]
    public void Outlines_are_coloured_and_everything_else_is_grey()
    {
        var image = TestImages.Noise(12, 15, 1);
        var labels = TestImages.Rectangles(12, 15, (2, 3, 5, 6));
        byte[] rgb = OverlayRenderer.Render(image, labels);
        Assert.Equal(12 * 15 * 3, rgb.Length);
        for (int y = 0; y < 12; y++)
        {
            for (int x = 0; x < 15; x++)
            {
                bool isInside = y is >= 3 and < 6 && x is >= 4 and < 8;
                Assert.Equal(labels[y, x] == 0 || isInside, IsGrey(rgb, (y * 15) + x));
            }
        }
    }

    [Fact]
    public void Cells_that_touch_have_different_colours()
    {
        byte[] rgb = OverlayRenderer.Render(TestImages.Noise(4, 8, 1), TestImages.Rectangles(4, 8, (0, 0, 4, 4), (0, 4, 4, 4)));
        Assert.False(rgb.AsSpan(3 * 3, 3).SequenceEqual(rgb.AsSpan(4 * 3, 3)));
    }

    [Fact]
    public void The_truth_is_white_where_nothing_was_found()
    {
        byte[] rgb = OverlayRenderer.Render(new CellImage(1, 6, 6, new float[36]), new LabelImage(6, 6), TestImages.Rectangles(6, 6, (1, 1, 4, 4)));
        Assert.Equal([255, 255, 255], rgb[(7 * 3)..(8 * 3)]);
        Assert.Equal([0, 0, 0], rgb[..3]);
    }

    [Fact]
    public void A_colour_image_and_a_single_pixel_are_drawn()
    {
        Assert.Equal(5 * 7 * 3, OverlayRenderer.Render(TestImages.Noise(5, 7, 1, channels: 3), new LabelImage(5, 7)).Length);
        Assert.Equal(3, OverlayRenderer.Render(new CellImage(1, 1, 1, [7]), new LabelImage(1, 1, [1])).Length);
    }

    [Fact]
    public void What_is_not_finite_is_black_and_leaves_the_rest_as_it_is()
    {
        var image = TestImages.Noise(10, 10, 1);
        float[] wrong = [float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        byte[] rgb = OverlayRenderer.Render(new CellImage(1, 1, 103, [.. image.Pixels, .. wrong]), new LabelImage(1, 103));
        Assert.Equal(OverlayRenderer.Render(image, new LabelImage(10, 10)), rgb[..300]);
        Assert.Equal(new byte[9], rgb[300..]);
        Assert.Equal(new byte[9], OverlayRenderer.Render(new CellImage(1, 1, 3, wrong), new LabelImage(1, 3)));
    }

    public static TheoryData<int, byte, byte, byte> Colours => new()
    {
        { 1, 64, 119, 255 },
        { 2, 175, 255, 64 },
        { 3, 255, 64, 231 },
        { 4, 64, 255, 223 },
        { 5, 255, 167, 64 },
        { 6, 111, 64, 255 },
        { 7, 72, 255, 64 },
        { 300, 64, 255, 152 },
        { 65536, 64, 255, 226 },
        { int.MaxValue, 255, 213, 64 },
    };

    /// <summary>The colours of ids, as they have been since the first version.</summary>
    [Theory]
    [MemberData(nameof(Colours))]
    public void An_id_keeps_its_colour(int label, byte red, byte green, byte blue)
        => Assert.Equal([red, green, blue], ColourOf(label));

    [Fact]
    public void Every_pixel_is_an_outline_of_what_was_found_or_of_the_truth_or_the_image()
    {
        var random = new Random(7);
        for (int round = 0; round < 200; round++)
        {
            int height = random.Next(1, 20), width = random.Next(1, 20);
            var image = TestImages.Noise(height, width, round);
            var (labels, truth) = (Scatter(random, height, width), Scatter(random, height, width));
            byte[] ground = OverlayRenderer.Render(image, new LabelImage(height, width));
            byte[] picture = OverlayRenderer.Render(image, labels, truth);
            for (int i = 0; i < labels.Pixels.Length; i++)
            {
                byte[] expected = IsOutline(labels, i / width, i % width) ? ColourOf(labels.Pixels[i])
                    : IsOutline(truth, i / width, i % width) ? [255, 255, 255]
                    : ground[(i * 3)..((i * 3) + 3)];
                Assert.Equal(expected, picture[(i * 3)..((i * 3) + 3)]);
            }
        }
    }

    [Fact]
    public void Bands_are_parts_of_the_whole_picture()
    {
        var random = new Random(3);
        for (int round = 0; round < 60; round++)
        {
            int height = random.Next(1, 20), width = random.Next(1, 20);
            var image = TestImages.Noise(height, width, round, channels: random.Next(1, 4));
            var (labels, truth) = (Scatter(random, height, width), Scatter(random, height, width));
            byte[] whole = OverlayRenderer.Render(image, labels, truth);
            foreach (int rows in (int[])[1, 2, 3, 7, 50])
            {
                var recorded = new RecordedRows(labels);
                Assert.Equal(whole, OverlayRenderer.RenderBands(image, recorded, truth, rows).SelectMany(band => band.Pixels));
                Assert.Equal(height, recorded.RowsRead);
            }
        }
    }

    [Fact]
    public void Of_a_large_image_the_pixels_of_a_lattice_say_how_it_is_stretched()
    {
        var image = TestImages.Noise(1500, 1600, 4);
        // Bands of this width begin between the rows of the lattice.
        Assert.NotEqual(0, RowBand.CountRows(1600) % 3);
        float[] sorted = [.. Enumerable.Range(0, 500).SelectMany(y => Enumerable.Range(0, 534).Select(x => image.Pixels[(3 * y * 1600) + (3 * x)])).Order()];
        var stretch = GreyStretch.Find(image, mostSamples: sorted.Length);
        Assert.Equal(new GreyStretch(Percentile.Find<float>(sorted, 0.5), Percentile.Find<float>(sorted, 99.8)), stretch);
        Assert.NotEqual(GreyStretch.Find(image), stretch);
    }

    [Fact]
    public void Labels_of_another_size_are_refused()
        => Assert.Throws<ArgumentException>(() => OverlayRenderer.Render(TestImages.Noise(4, 4, 1), new LabelImage(4, 5)));

    /// <summary>Cells of few pixels, most of which touch others or the border of the image.</summary>
    private static LabelImage Scatter(Random random, int height, int width)
    {
        var rectangles = Enumerable.Range(0, random.Next(0, 30)).Select(_ =>
        {
            int top = random.Next(height), left = random.Next(width);
            return (top, left, Math.Min(random.Next(1, 7), height - top), Math.Min(random.Next(1, 7), width - left));
        });
        return TestImages.Rectangles(height, width, [.. rectangles]);
    }

    private static bool IsOutline(LabelImage labels, int row, int column)
    {
        (int Row, int Column)[] neighbours = [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)];
        return labels[row, column] != 0 && neighbours.Any(at => at.Row >= 0 && at.Row < labels.Height && at.Column >= 0
            && at.Column < labels.Width && labels[at.Row, at.Column] != labels[row, column]);
    }

    private static byte[] ColourOf(int label)
        => OverlayRenderer.Render(new CellImage(1, 1, 2, [0, 0]), new LabelImage(1, 2, [label, 0]))[..3];

    private static bool IsGrey(byte[] rgb, int pixel) => rgb[pixel * 3] == rgb[(pixel * 3) + 1] && rgb[pixel * 3] == rgb[(pixel * 3) + 2];
}
