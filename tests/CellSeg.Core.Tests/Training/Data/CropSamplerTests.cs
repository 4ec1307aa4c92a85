using CellSeg.Core.Tests.Support;
using CellSeg.Imaging;
using CellSeg.Numerics;
using CellSeg.Training.Data;

namespace CellSeg.Core.Tests.Training.Data;

public sealed class CropSamplerTests
{
    private const int Size = 64;

    private static readonly LabelImage Labels = TestImages.Rectangles(100, 90, (5, 10, 30, 25), (40, 50, 40, 30), (60, 5, 25, 30));

    [Fact]
    public void Without_variation_an_image_of_the_size_of_the_crop_comes_back_unchanged()
    {
        var image = TestImages.Noise(Size, Size, 1, channels: 2);
        var labels = TestImages.Rectangles(Size, Size, (3, 4, 20, 30), (40, 1, 10, 10));
        var (pixels, ids) = Sample(new TrainingFrame("frame", image, labels), AugmentationOptions.None, 5);
        Assert.Equal(image.Pixels, pixels);
        Assert.Equal(labels.Pixels, ids);
    }

    [Fact]
    public void A_crop_of_a_larger_image_lies_inside_of_it_with_or_without_fractions_of_pixels()
    {
        // A plane that rises by 1 a column and by 1000 a row is interpolated exactly: it tells where each pixel came from.
        var image = new CellImage(1, 100, 90, [.. Enumerable.Range(0, 9000).Select(i => (float)((i / 90 * 1000) + (i % 90)))]);
        for (int seed = 0; seed < 10; seed++)
        {
            var (pixels, _) = Sample(new TrainingFrame("frame", image, Labels), AugmentationOptions.None, seed);
            Assert.InRange(pixels[0], 0, (36 * 1000) + 26);
            Assert.Equal((63 * 1000) + 63, pixels[^1] - pixels[0], 0.1f);
        }
    }

    [Theory]
    [InlineData(180, 1, 1, false)]
    [InlineData(0, 1, 1, true)]
    [InlineData(0, 0.6, 1.5, false)]
    [InlineData(180, 0.75, 1.33, true)]
    public void Image_and_labels_stay_aligned(double rotation, double zoomLow, double zoomHigh, bool flip)
    {
        var options = AugmentationOptions.None with { Rotation = rotation, ZoomLow = zoomLow, ZoomHigh = zoomHigh, Flip = flip };
        var image = new CellImage(1, Labels.Height, Labels.Width, [.. Labels.Pixels.Select(id => id * 10f)]);
        for (int seed = 0; seed < 10; seed++)
        {
            var (pixels, ids) = Sample(new TrainingFrame("frame", image, Labels), options, seed);
            int inside = 0;
            // Beyond the border a cell comes again under another label, but each label is of one cell alone.
            var cells = new Dictionary<int, float> { [0] = 0 };
            for (int y = 2; y < Size - 2; y++)
            {
                for (int x = 2; x < Size - 2; x++)
                {
                    int i = (y * Size) + x;
                    // Where two labels meet, the image is interpolated and the labels are not.
                    if (!IsUniform(ids, y, x))
                        continue;
                    cells.TryAdd(ids[i], pixels[i]);
                    Assert.Equal(cells[ids[i]], pixels[i], 1e-3f);
                    inside++;
                }
            }
            Assert.InRange(inside, 1000, Size * Size);
            Assert.All(cells.Where(cell => cell.Key > 0), cell => Assert.Contains(Math.Round(cell.Value, 3), new[] { 10.0, 20, 30 }));
        }
    }

    [Fact]
    public void The_seed_alone_decides_the_crop()
    {
        var frame = new TrainingFrame("frame", TestImages.Noise(100, 90, 1), Labels);
        var (pixels, ids) = Sample(frame, new AugmentationOptions(), 3);
        var (samePixels, sameIds) = Sample(frame, new AugmentationOptions(), 3);
        Assert.Equal(pixels, samePixels);
        Assert.Equal(ids, sameIds);
        Assert.NotEqual(pixels, Sample(frame, new AugmentationOptions(), 4).Pixels);
    }

    [Fact]
    public void Images_that_are_smaller_than_the_crop_are_mirrored()
    {
        var labels = new LabelImage(1, 3, [1, 2, 3]);
        var (pixels, ids) = Sample(new TrainingFrame("frame", new CellImage(1, 1, 3, [1, 2, 3]), labels), AugmentationOptions.None, 1);
        Assert.Equal(ids[..Size], ids[^Size..]);
        // 3, 2, 1, 2, 3, 2, …: each column is a piece of its own.
        Assert.Equal(Enumerable.Range(1, Size), ids[..Size]);
        Assert.All(pixels, value => Assert.InRange(value, 1, 3));
    }

    [Fact]
    public void Or_go_on_with_their_nearest_pixel()
    {
        var labels = new LabelImage(2, 3, [1, 0, 3, 4, 5, 0]);
        var image = new CellImage(1, 2, 3, [1, 2, 3, 4, 5, 6]);
        var (pixels, ids) = Sample(new TrainingFrame("frame", image, labels), AugmentationOptions.None with { NearestBorder = true }, 1);
        // The middle of the frame, half a pixel below its first row and on its second column, is that of the crop.
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                int row = Math.Clamp(y - ((Size / 2) - 1), 0, 1), i = (y * Size) + x;
                Assert.Equal(labels[row, Math.Clamp((int)Math.Floor(x - ((Size - 1) / 2.0) + 1.5), 0, 2)], ids[i]);
                double column = Math.Clamp(x - ((Size - 1) / 2.0) + 1, 0, 2);
                Assert.Equal((3 * row) + 1 + column, pixels[i], 1e-5);
            }
        }
    }

    [Fact]
    public void Varied_intensities_stay_finite()
    {
        var frame = new TrainingFrame("frame", TestImages.Noise(100, 90, 1), Labels);
        for (int seed = 0; seed < 20; seed++)
            Assert.All(Sample(frame, new AugmentationOptions(), seed).Pixels, value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [InlineData(8, 8.5)]
    [InlineData(24, 24.5)]
    public void Cells_get_the_size_that_is_wanted(double smallest, double largest)
    {
        // Squares of 20 pixels a side everywhere, 30 apart.
        var labels = new LabelImage(240, 240);
        for (int y = 0; y < 240; y++)
        {
            for (int x = 0; x < 240; x++)
                labels[y, x] = y % 30 < 20 && x % 30 < 20 ? 1 + (y / 30 * 8) + (x / 30) : 0;
        }
        var frame = new TrainingFrame("frame", new CellImage(1, 240, 240, [.. labels.Pixels.Select(id => id * 10f)]), labels);
        Assert.Equal(Math.Sqrt(4 * 400 / Math.PI), frame.MedianDiameter, 9);
        var options = AugmentationOptions.None with { ScaledShare = 1, SmallestDiameter = smallest, LargestDiameter = largest };
        for (int seed = 0; seed < 5; seed++)
        {
            var (pixels, ids) = Sample(frame, options, seed);
            // The share of foreground stays, so the largest piece tells the size. A crop of 64 holds whole cells of both sizes.
            double area = ids.Where(id => id > 0).CountBy(id => id).Max(cell => cell.Value);
            Assert.InRange(Math.Sqrt(4 * area / Math.PI), smallest * 0.85, largest * 1.1);
            for (int i = 2 * Size; i < Size * (Size - 2); i++)
            {
                if (i % Size is >= 2 and < Size - 2 && IsUniform(ids, i / Size, i % Size))
                    Assert.Equal(ids[i] * 10f, pixels[i], 0.5f);
            }
        }
    }

    [Fact]
    public void A_crop_that_shrinks_its_frame_takes_the_mean_of_what_a_pixel_covers()
    {
        // A fine chequerboard becomes grey, where picking pixels would leave black and white.
        var labels = TestImages.Rectangles(400, 400, (0, 0, 80, 80), (100, 100, 80, 80));
        var board = new CellImage(1, 400, 400, [.. Enumerable.Range(0, 160000).Select(i => (float)(((i / 400) + (i % 400)) % 2))]);
        var options = AugmentationOptions.None with { ScaledShare = 1, SmallestDiameter = 22, LargestDiameter = 23 };
        Assert.All(Sample(new TrainingFrame("frame", board, labels), options, 1).Pixels, value => Assert.InRange(value, 0.2f, 0.8f));
    }

    [Fact]
    public void A_frame_without_cells_keeps_its_size()
    {
        var empty = new TrainingFrame("frame", TestImages.Noise(100, 90, 1), new LabelImage(100, 90));
        Assert.True(double.IsNaN(empty.MedianDiameter));
        var slope = new CellImage(1, 100, 90, [.. Enumerable.Range(0, 9000).Select(i => (float)((i / 90 * 1000) + (i % 90)))]);
        for (int seed = 0; seed < 5; seed++)
        {
            var (pixels, _) = Sample(new TrainingFrame("frame", slope, empty.Labels), AugmentationOptions.None with { ScaledShare = 1 }, seed);
            Assert.Equal(((Size - 1) * 1000) + (Size - 1), pixels[^1] - pixels[0], 0.1f);
        }
    }

    [Fact]
    public void Cells_that_come_again_beyond_the_border_have_labels_of_their_own()
    {
        // One cell in the middle of a frame that the crop covers nine times.
        var labels = TestImages.Rectangles(60, 60, (20, 20, 20, 20));
        var frame = new TrainingFrame("frame", new CellImage(1, 60, 60, [.. labels.Pixels.Select(id => (float)id)]), labels);
        double wanted = frame.MedianDiameter * Size / 180;
        var (pixels, ids) = Sample(frame, AugmentationOptions.None with { ScaledShare = 1, SmallestDiameter = wanted, LargestDiameter = wanted }, 1);
        Assert.Equal(9, ids.Where(id => id > 0).Distinct().Count());
        Assert.All(ids.Where(id => id > 0).CountBy(id => id), cell => Assert.InRange(cell.Value, 36, 64));
        // Inside of its frame a cell in two pieces stays one.
        var two = TestImages.Rectangles(Size, Size, (5, 5, 10, 10), (30, 30, 10, 10));
        int[] one = [.. two.Pixels.Select(id => Math.Min(id, 1))];
        var whole = new TrainingFrame("frame", TestImages.Noise(Size, Size, 1), new LabelImage(Size, Size, one));
        Assert.Equal(one, Sample(whole, AugmentationOptions.None, 1).Item2);
    }

    [Fact]
    public void A_ground_is_a_smooth_slope_on_half_of_the_crops()
    {
        var dark = new TrainingFrame("frame", new CellImage(1, 100, 90, new float[9000]), Labels);
        int lit = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            var (pixels, _) = Sample(dark, AugmentationOptions.None with { Ground = 0.5 }, seed);
            Assert.All(pixels, value => Assert.InRange(value, 0, 0.5f));
            lit += pixels.Any(value => value > 0) ? 1 : 0;
            for (int i = 1; i < Size; i++)
                Assert.InRange(Math.Abs(pixels[i] - pixels[i - 1]), 0, (0.5 / (Size - 1)) + 1e-6);
            // Each row and column is straight between the corners, which differ.
            float[] corners = [pixels[0], pixels[Size - 1], pixels[Size * (Size - 1)], pixels[^1]];
            const double Third = 21 / (Size - 1.0);
            double left = corners[0] + (Third * (corners[2] - corners[0])), right = corners[1] + (Third * (corners[3] - corners[1]));
            Assert.Equal(left + (Third * (right - left)), pixels[(21 * Size) + 21], 1e-5);
            Assert.Equal(pixels.Any(value => value > 0) ? 4 : 1, corners.Distinct().Count());
        }
        Assert.InRange(lit, 4, 16);
    }

    [Theory]
    [InlineData(1.1, 8, 96, 0)]
    [InlineData(0.5, 1.9, 96, 0)]
    [InlineData(0.5, 20, 10, 0)]
    [InlineData(0.5, 8, 96, -1)]
    public void Scales_and_grounds_out_of_range_are_refused(double share, double smallest, double largest, double ground)
        => Assert.Throws<CellSegException>(() => new AugmentationOptions
        {
            ScaledShare = share, SmallestDiameter = smallest, LargestDiameter = largest, Ground = ground,
        }.Validate());

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0.5, 0)]
    [InlineData(1, double.PositiveInfinity, 0)]
    [InlineData(1, 1, -0.1)]
    [InlineData(1, 1, double.NaN)]
    public void Options_out_of_range_are_refused(double zoomLow, double zoomHigh, double noise)
        => Assert.Throws<CellSegException>(() => (AugmentationOptions.None with { ZoomLow = zoomLow, ZoomHigh = zoomHigh, Noise = noise }).Validate());

    [Fact]
    public void The_frames_of_a_clip_are_cut_and_varied_alike()
    {
        var image = TestImages.Noise(100, 90, 1);
        var frame = new TrainingFrame("frame", image, Labels);
        var pixels = new float[3 * Size * Size];
        var labels = new int[3 * Size * Size];
        new CropSampler(Size, new AugmentationOptions { Noise = 0 }).Sample([frame, frame, frame], new RandomSource(4), pixels, labels);
        for (int i = 1; i < 3; i++)
        {
            Assert.Equal(pixels[..(Size * Size)], pixels.AsSpan(i * Size * Size, Size * Size).ToArray());
            Assert.Equal(labels[..(Size * Size)], labels.AsSpan(i * Size * Size, Size * Size).ToArray());
        }
        new CropSampler(Size, new AugmentationOptions { Noise = 0.5 }).Sample([frame, frame, frame], new RandomSource(2), pixels, labels);
        Assert.NotEqual(pixels[..(Size * Size)], pixels.AsSpan(Size * Size, Size * Size).ToArray());
    }

    private static (float[] Pixels, int[] Labels) Sample(TrainingFrame frame, AugmentationOptions options, long seed)
    {
        var pixels = new float[frame.Image.Channels * Size * Size];
        var labels = new int[Size * Size];
        new CropSampler(Size, options).Sample([frame], new RandomSource(seed), pixels, labels);
        return (pixels, labels);
    }

    private static bool IsUniform(int[] ids, int row, int column)
    {
        for (int y = row - 2; y <= row + 2; y++)
        {
            for (int x = column - 2; x <= column + 2; x++)
            {
                if (ids[(y * Size) + x] != ids[(row * Size) + column])
                    return false;
            }
        }
        return true;
    }
}
