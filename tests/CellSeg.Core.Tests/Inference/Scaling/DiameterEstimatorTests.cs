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

    /// <summary>With a network that finds what is bright, down to pieces of four pixels, and takes what it sees as a blur for cells.</summary>
    private static double Estimate(CellImage image, ref int looks)
    {
        int count = 0;
        double scale = new DiameterEstimator(Best, (seen, _) =>
        {
            count++;
            var labels = new LabelImage(seen.Height, seen.Width);
            ConnectedComponents.Label<bool>(
                [.. seen.Pixels.Select(value => value > 0.5f)], seen.Height, seen.Width, PixelConnectivity.Four, labels.Pixels);
            return labels;
        }).EstimateScale(image, default);
        looks = count;
        return scale;
    }

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
