using CellSeg.Core.Tests.Support;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Imaging;

public sealed class ImageScalerTests
{
    [Theory]
    [InlineData(0.5, 10, 15)]
    [InlineData(2, 40, 60)]
    [InlineData(0.3077, 6, 9)]
    [InlineData(0.001, 1, 1)]
    public void Images_and_labels_get_one_and_the_same_size(double scale, int height, int width)
    {
        var image = ImageScaler.Scale(TestImages.Noise(20, 30, 1, channels: 2), scale);
        var labels = ImageScaler.Scale(new LabelImage(20, 30), scale);
        Assert.Equal((2, height, width), (image.Channels, image.Height, image.Width));
        Assert.Equal((height, width), (labels.Height, labels.Width));
    }

    [Theory]
    [InlineData(100, "2 x 100000 x 200000")]
    [InlineData(1e12, "2 x 2147483647 x 2147483647")]
    public void More_pixels_than_there_is_room_for_are_refused_with_their_number(double scale, string size)
    {
        var image = new CellImage(2, 1000, 2000, new float[4_000_000]);
        Assert.Contains(size, Assert.Throws<CellSegException>(() => ImageScaler.Scale(image, scale)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.7)]
    [InlineData(0.26)]
    public void A_slope_keeps_its_place_and_its_steepness(double scale)
    {
        const int side = 64;
        var slope = new CellImage(1, side, side, [.. Enumerable.Range(0, side * side).Select(i => (float)((3 * (i / side)) + (i % side)))]);
        var scaled = ImageScaler.Scale(slope, scale);
        double real = (double)scaled.Height / side;
        int border = (int)Math.Ceiling(2 * Math.Max(1, real));
        for (int y = border; y < scaled.Height - border; y++)
        {
            for (int x = border; x < scaled.Width - border; x++)
            {
                // The centre of a pixel in the old image, where the pixel (0, 0) has its centre at 0.
                double expected = (3 * (((y + 0.5) / real) - 0.5)) + ((x + 0.5) / real) - 0.5;
                Assert.Equal(expected, scaled.Pixels[(y * scaled.Width) + x], 0.05 / real);
            }
        }
    }

    [Fact]
    public void A_shrunk_image_has_the_mean_of_what_its_pixels_cover_and_not_every_second_pixel()
    {
        // Columns of 0 and 100 in turn, which disappear where every second pixel is taken.
        var stripes = new CellImage(1, 32, 32, [.. Enumerable.Range(0, 1024).Select(i => i % 2 * 100f)]);
        var scaled = ImageScaler.Scale(stripes, 0.5);
        for (int x = 2; x < 14; x++)
            Assert.Equal(50, scaled.Pixels[(8 * 16) + x], 1.0);
    }

    [Fact]
    public void Labels_stay_labels_and_lie_where_they_were()
    {
        var labels = TestImages.Rectangles(20, 20, (0, 0, 10, 10), (10, 10, 10, 10));
        labels.Pixels.AsSpan().Replace(2, 70000);
        var twice = ImageScaler.Scale(labels, 2);
        Assert.Equal([400, 400], twice.GetAreas().Values);
        Assert.Equal((1, 70000, 0), (twice[19, 19], twice[20, 20], twice[19, 20]));
        Assert.Equal(labels.Pixels, ImageScaler.Scale(twice, 0.5).Pixels);
    }

    [Theory]
    [InlineData(80, 120)]
    [InlineData(10, 15)]
    [InlineData(33, 17)]
    public void Labels_are_resized_to_exactly_the_size_that_is_wanted(int height, int width)
    {
        var labels = TestImages.Rectangles(20, 30, (4, 6, 8, 12));
        var resized = ImageScaler.Resize(labels, height, width);
        Assert.Equal((height, width), (resized.Height, resized.Width));
        // The cell keeps its share of the image, up to half a new or old pixel around it.
        double share = resized.Pixels.Count(label => label == 1) / (double)(height * width);
        Assert.InRange(share, 0.13, 0.19);
    }

    [Fact]
    public void A_disk_of_few_pixels_grows_into_a_disk()
    {
        var small = Disk(16, 16, 5);
        var large = ImageScaler.Resize(small, 128, 128);
        var ideal = Disk(128, 128, 40);
        int common = 0, either = 0, nearest = 0, eitherNearest = 0;
        var blocks = ImageScaler.Scale(small, 8);
        for (int i = 0; i < ideal.Pixels.Length; i++)
        {
            common += ideal.Pixels[i] & large.Pixels[i];
            either += ideal.Pixels[i] | large.Pixels[i];
            nearest += ideal.Pixels[i] & blocks.Pixels[i];
            eitherNearest += ideal.Pixels[i] | blocks.Pixels[i];
        }
        Assert.True(common / (double)either > Math.Max(0.93, nearest / (double)eitherNearest));
    }

    [Fact]
    public void Labels_of_the_same_size_stay_as_they_are()
    {
        var labels = TestImages.Rectangles(20, 30, (4, 6, 8, 12), (12, 6, 3, 3), (0, 20, 20, 10));
        Assert.Equal(labels.Pixels, ImageScaler.Resize(labels, 20, 30).Pixels);
    }

    private static LabelImage Disk(int height, int width, double radius) => new(
        height, width, [.. Enumerable.Range(0, height * width).Select(
            i => Math.Pow((i / width) + 0.5 - (height / 2.0), 2) + Math.Pow((i % width) + 0.5 - (width / 2.0), 2) < radius * radius ? 1 : 0)]);
}
