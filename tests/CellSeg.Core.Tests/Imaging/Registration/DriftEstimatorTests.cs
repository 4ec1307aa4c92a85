using CellSeg.Core.Tests.Support;
using CellSeg.Imaging.Registration;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Imaging.Registration;

public sealed class DriftEstimatorTests
{
    private const int Frames = 30, Margin = 14;

    [Fact]
    public void The_shift_of_two_images_is_found_to_a_fiftieth_of_a_pixel()
    {
        foreach (var shift in (ImageShift[])[new(0, 0), new(0.5, -0.5), new(-3.27, 6.61), new(11.9, 4.05)])
        {
            var correlation = new PhaseCorrelation(Spots(90, 110, default), 90, 110);
            // The images lie apart by as much as the one has to go back, but for what has come in at the borders.
            var match = correlation.Find(Spots(90, 110, shift));
            Assert.Equal(-shift.Down, match.Shift.Down, 0.5);
            Assert.Equal(-shift.Right, match.Shift.Right, 0.5);
            Assert.InRange(match.Correlation, 0.6, 1.0000001);
            Assert.True(match.IsTrusted);
            var estimator = new DriftEstimator(90, 110);
            estimator.Add(Spots(90, 110, default));
            AssertNear(shift, estimator.Add(Spots(90, 110, shift)).Shift, 0.02);
        }
    }

    [Fact]
    public void Known_shifts_of_a_real_frame_are_found_to_a_tenth_of_a_pixel()
    {
        var (frame, height, width) = ReadMovie()[0];
        var known = RandomShifts(10, 5);
        var estimator = new DriftEstimator(height - (2 * Margin), width - (2 * Margin));
        foreach (var shift in known)
            AssertNear(shift, estimator.Add(Cut(frame, height, width, shift)).Shift, 0.1);
    }

    /// <summary>Cells of a real movie move, too, so that known shifts come on top of what is found without them.</summary>
    [Fact]
    public void Known_shifts_of_the_frames_of_a_real_movie_are_found_to_a_tenth_of_a_pixel()
    {
        var movie = ReadMovie();
        var known = RandomShifts(Frames, 6);
        var (_, height, width) = movie[0];
        var still = new DriftEstimator(height - (2 * Margin), width - (2 * Margin));
        var moved = new DriftEstimator(height - (2 * Margin), width - (2 * Margin));
        for (int i = 0; i < Frames; i++)
        {
            var own = still.Add(Cut(movie[i].Values, height, width, default));
            var found = moved.Add(Cut(movie[i].Values, height, width, known[i]));
            Assert.True(found.IsTrusted);
            AssertNear(new ImageShift(known[i].Down - own.Shift.Down, known[i].Right - own.Shift.Right), found.Shift, 0.1);
        }
    }

    [Fact]
    public void Frames_that_tell_nothing_stay_where_the_one_before_was()
    {
        var random = new RandomSource(9);
        float[] blank = [.. Enumerable.Repeat(7f, 64 * 64)], noise = [.. Enumerable.Range(0, 64 * 64).Select(_ => (float)random.NextGaussian())];
        var estimator = new DriftEstimator(64, 64);
        Assert.Equal(new FrameShift(default, 0, false), estimator.Add(blank));
        Assert.Equal(new FrameShift(default, 1, true), estimator.Add(Spots(64, 64, default)));
        var moved = estimator.Add(Spots(64, 64, new(2.5, -1)));
        Assert.Equal(new FrameShift(moved.Shift, 0, false), estimator.Add(blank));
        var lost = estimator.Add(noise);
        Assert.Equal((moved.Shift, false), (lost.Shift, lost.IsTrusted));
        AssertNear(new(4, -2.5), estimator.Add(Spots(64, 64, new(4, -2.5))).Shift, 0.05);
    }

    private static void AssertNear(ImageShift applied, ImageShift found, double tolerance)
        => Assert.True((applied + found).Length <= tolerance, $"moved by {applied}, found {found}");

    /// <summary>Gaussian spots, whose values between pixels are known.</summary>
    private static float[] Spots(int height, int width, ImageShift shift)
    {
        var random = new RandomSource(2);
        var spots = Enumerable.Range(0, 25)
            .Select(_ => (Down: random.NextDouble() * height, Right: random.NextDouble() * width, Sigma: 2 + (3 * random.NextDouble()))).ToArray();
        var values = new float[height * width];
        for (int i = 0; i < values.Length; i++)
        {
            foreach (var (down, right, sigma) in spots)
            {
                double y = (i / width) - down - shift.Down, x = (i % width) - right - shift.Right;
                values[i] += (float)(100 * Math.Exp(-((y * y) + (x * x)) / (2 * sigma * sigma)));
            }
        }
        return values;
    }

    private static ImageShift[] RandomShifts(int count, long seed)
    {
        var random = new RandomSource(seed);
        return [default, .. Enumerable.Range(1, count - 1).Select(_ => new ImageShift(random.NextDouble(-10, 10), random.NextDouble(-10, 10)))];
    }

    private static List<(float[] Values, int Height, int Width)> ReadMovie()
        => [.. Enumerable.Range(0, Frames).Select(frame =>
        {
            var image = TestImages.Read(SharedFile.Find($"data/formats/mitocheck-movie/EMBO_2012_Group3--empty--empty--W0002--P001--T{frame:d5}--Z000--C.tif"));
            return (image.ToGrey().Pixels, image.Height, image.Width);
        })];

    /// <summary>Moves an image by the Fourier shift theorem, as if it went on periodically, and cuts off the borders where it does not.</summary>
    private static float[] Cut(float[] values, int height, int width, ImageShift shift)
    {
        double[] down = PeriodicSinc(height, shift.Down), right = PeriodicSinc(width, shift.Right);
        var rows = new double[height * width];
        for (int y = 0; y < height; y++)
        {
            for (int v = 0; v < height; v++)
            {
                double weight = down[(y - v + height) % height];
                for (int x = 0; x < width; x++)
                    rows[(y * width) + x] += weight * values[(v * width) + x];
            }
        }
        int cutHeight = height - (2 * Margin), cutWidth = width - (2 * Margin);
        var cut = new float[cutHeight * cutWidth];
        for (int i = 0; i < cut.Length; i++)
        {
            int y = (i / cutWidth) + Margin, x = (i % cutWidth) + Margin;
            double sum = 0;
            for (int u = 0; u < width; u++)
                sum += right[(x - u + width) % width] * rows[(y * width) + u];
            cut[i] = (float)sum;
        }
        return cut;
    }

    /// <summary>What a single pixel becomes: the inverse transform of the phases of the shift.</summary>
    private static double[] PeriodicSinc(int length, double shift)
        => [.. Enumerable.Range(0, length).Select(i =>
        {
            double sum = 1;
            for (int k = 1; k <= (length - 1) / 2; k++)
                sum += 2 * Math.Cos(Math.Tau * k * (i - shift) / length);
            if (length % 2 == 0)
                sum += Math.Cos(Math.PI * i) * Math.Cos(Math.PI * shift);
            return sum / length;
        })];
}
