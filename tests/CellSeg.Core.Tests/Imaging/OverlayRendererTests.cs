using CellSeg.Core.Tests.Support;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Imaging;

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
    public void Labels_of_another_size_are_refused()
        => Assert.Throws<ArgumentException>(() => OverlayRenderer.Render(TestImages.Noise(4, 4, 1), new LabelImage(4, 5)));

    private static bool IsGrey(byte[] rgb, int pixel) => rgb[pixel * 3] == rgb[(pixel * 3) + 1] && rgb[pixel * 3] == rgb[(pixel * 3) + 2];
}
