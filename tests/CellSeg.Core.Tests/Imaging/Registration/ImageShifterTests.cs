using CellSeg.Core.Tests.Support;
using CellSeg.Imaging.Registration;

namespace CellSeg.Core.Tests.Imaging.Registration;

public sealed class ImageShifterTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, -3)]
    [InlineData(-1, 1)]
    [InlineData(50, -50)]
    public void Whole_pixels_are_moved_as_they_are_and_the_border_follows(int down, int right)
    {
        var image = TestImages.Noise(7, 9, 1, channels: 2);
        image.Pixels[3] = float.NaN;
        var moved = ImageShifter.Shift(image, new ImageShift(down, right));
        for (int c = 0; c < 2; c++)
        {
            for (int i = 0; i < 63; i++)
                Assert.Equal(image.Plane(c)[(Math.Clamp((i / 9) - down, 0, 6) * 9) + Math.Clamp((i % 9) - right, 0, 8)], moved.Plane(c)[i]);
        }
    }

    [Fact]
    public void Parts_of_a_pixel_are_interpolated_by_the_cubic_of_Keys()
    {
        var image = TestImages.Noise(8, 11, 2);
        foreach (var shift in (ImageShift[])[new(0.25, 0), new(-1.4, 2.7), new(3.5, -0.01)])
        {
            var moved = ImageShifter.Shift(image, shift);
            for (int y = 0; y < 8; y++)
            {
                for (int x = 0; x < 11; x++)
                {
                    double expected = 0;
                    for (int v = -20; v < 30; v++)
                    {
                        for (int u = -20; u < 30; u++)
                            expected += Keys(y - shift.Down - v) * Keys(x - shift.Right - u) * image.Pixels[(Math.Clamp(v, 0, 7) * 11) + Math.Clamp(u, 0, 10)];
                    }
                    Assert.Equal(expected, moved.Pixels[(y * 11) + x], 1e-5);
                }
            }
        }
    }

    [Fact]
    public void Labels_move_by_the_nearest_whole_pixels_and_background_comes_in()
    {
        var labels = TestImages.Rectangles(6, 8, (0, 0, 2, 3), (4, 5, 2, 3));
        var moved = ImageShifter.Shift(labels, new ImageShift(1.6, -2.4));
        for (int y = 0; y < 6; y++)
        {
            for (int x = 0; x < 8; x++)
                Assert.Equal(y - 2 >= 0 && x + 2 < 8 ? labels[y - 2, x + 2] : 0, moved[y, x]);
        }
        Assert.Equal([1], moved.GetAreas().Keys);
        Assert.Equal(0, ImageShifter.Shift(labels, new ImageShift(-100, 3)).MaxLabel);
        Assert.Equal(labels.Pixels, ImageShifter.Shift(labels, new ImageShift(0.4, -0.4)).Pixels);
    }

    private static double Keys(double t)
    {
        t = Math.Abs(t);
        return t < 1 ? (1.5 * t * t * t) - (2.5 * t * t) + 1 : t < 2 ? (-0.5 * t * t * t) + (2.5 * t * t) - (4 * t) + 2 : 0;
    }
}
