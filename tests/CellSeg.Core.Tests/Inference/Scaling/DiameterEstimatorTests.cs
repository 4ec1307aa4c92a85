using CellSeg.Core.Tests.Support;
using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;
using CellSeg.Inference.Scaling;

namespace CellSeg.Core.Tests.Inference.Scaling;

public sealed class DiameterEstimatorTests
{
    private const double Best = 24;

    [Theory]
    [InlineData(7)]
    [InlineData(24)]
    [InlineData(60)]
    [InlineData(150)]
    public void Cells_become_about_as_large_as_the_best_ones(int diameter)
    {
        int looks = 0;
        double scale = Estimate(Disks(diameter), ref looks);
        Assert.InRange(diameter * scale, 0.55 * Best, 2.1 * Best);
        Assert.InRange(looks, 1, 4);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(30)]
    public void Cells_of_about_the_best_size_are_left_as_they_are(int diameter)
    {
        int looks = 0;
        Assert.Equal(1, Estimate(Disks(diameter), ref looks));
    }

    [Fact]
    public void An_image_without_cells_is_left_as_it_is()
    {
        int looks = 0;
        Assert.Equal(1, Estimate(new CellImage(1, 300, 300, new float[90000]), ref looks));
        Assert.Equal(3, looks);
    }

    [Fact]
    public void A_small_image_is_looked_at_once()
    {
        int looks = 0;
        Assert.Equal(1, Estimate(new CellImage(1, 40, 50, new float[2000]), ref looks));
        Assert.Equal(1, looks);
    }

    [Fact]
    public void A_speck_in_a_small_image_is_forgotten_where_more_pixels_show_nothing()
        => Assert.Equal(1, new DiameterEstimator(Best).EstimateScale(400, look => look < 0.5 ? Square(2, 100) : Square(0, 100)));

    [Theory]
    [InlineData(2048, 1600, 1)]
    [InlineData(256, 106, 0.25)]
    [InlineData(256, 160, 1)]
    [InlineData(1024, 300, 1.0 / 16)]
    [InlineData(60, 50, 1)]
    public void An_image_is_made_no_smaller_than_64_pixels_nor_than_a_sixteenth_and_left_alone_where_that_is_too_large(int side, int cell, double expected)
        => Assert.Equal(expected, new DiameterEstimator(20).EstimateScale(side, look => Square((int)(cell * look), side)));

    /// <summary>With a network that finds what is bright, down to pieces of four pixels, and takes what it sees as a blur for cells.</summary>
    private static double Estimate(CellImage image, ref int looks)
    {
        int count = 0;
        double scale = new DiameterEstimator(Best).EstimateScale(Math.Min(image.Height, image.Width), look =>
        {
            count++;
            var seen = look == 1 ? image : ImageScaler.Scale(image, look);
            var labels = new LabelImage(seen.Height, seen.Width);
            ConnectedComponents.Label<bool>(
                [.. seen.Pixels.Select(value => value > 0.5f)], seen.Height, seen.Width, PixelConnectivity.Four, labels.Pixels);
            return labels;
        });
        looks = count;
        return scale;
    }

    private static LabelImage Square(int side, int imageSide) => TestImages.Rectangles(imageSide, imageSide, (0, 0, side, side));

    private static CellImage Disks(int diameter)
    {
        int side = Math.Max(256, 6 * diameter), step = (int)(1.5 * diameter);
        var image = new CellImage(1, side, side, new float[side * side]);
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                double dy = (y % step) - (diameter / 2.0), dx = (x % step) - (diameter / 2.0);
                image.Pixels[(y * side) + x] = (dy * dy) + (dx * dx) < diameter * diameter / 4.0 ? 1 : 0;
            }
        }
        return image;
    }
}
