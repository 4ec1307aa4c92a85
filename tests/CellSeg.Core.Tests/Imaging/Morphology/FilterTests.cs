using CellSeg.Imaging.Morphology;

namespace CellSeg.Core.Tests.Imaging.Morphology;

public sealed class FilterTests
{
    [Fact]
    public void A_Gaussian_is_the_sum_over_the_mirrored_image()
    {
        var images = new RandomImages(6);
        for (int run = 0; run < 100; run++)
        {
            int height = images.Next(1, 20), width = images.Next(1, 20);
            double sigma = 0.2 + (images.NextDouble() * 3);
            var values = images.Values(height * width, null);
            var smoothed = new float[values.Length];
            GaussianFilter.Apply(values, height, width, sigma, smoothed);
            for (int i = 0; i < values.Length; i++)
                Assert.Equal(Smooth(values, height, width, sigma, i / width, i % width), smoothed[i], 1e-5);
        }
    }

    [Fact]
    public void Peaks_are_the_pixels_that_equal_the_maximum_of_the_square()
    {
        var images = new RandomImages(7);
        for (int run = 0; run < 1000; run++)
        {
            int height = images.Next(1, 14), width = images.Next(1, 14), radius = images.Next(0, 6);
            var values = images.Values(height * width, images.Next(0, 1) == 0 ? null : 5);
            float threshold = (float)(images.NextDouble() - 0.7);
            var expected = Enumerable.Range(0, values.Length).Where(i => values[i] > threshold && IsPeak(values, height, width, radius, i));
            if (values.Length > 1 && values.All(value => value == values[0]))
                expected = [];
            Assert.Equal(expected, LocalMaxima.FindAll(values, height, width, radius, threshold));
        }
    }

    [Fact]
    public void Separated_peaks_are_apart_and_leave_none_out_that_is_far_from_all()
    {
        var images = new RandomImages(8);
        for (int run = 0; run < 500; run++)
        {
            int height = images.Next(2, 20), width = images.Next(2, 20), radius = images.Next(1, 5);
            var values = images.Values(height * width, 4);
            var kept = LocalMaxima.FindSeparated(values, height, width, radius, 0);
            foreach (int peak in LocalMaxima.FindAll(values, height, width, radius, 0))
                Assert.Contains(kept, other => Distance(peak, other, width) < radius || peak == other);
            for (int i = 0; i < kept.Count; i++)
            {
                Assert.All(kept[..i], other => Assert.True(Distance(kept[i], other, width) >= radius));
                Assert.True(i == 0 || values[kept[i]] <= values[kept[i - 1]]);
            }
        }
    }

    [Fact]
    public void Prominent_peaks_of_different_values_are_the_h_maxima_above_the_threshold()
    {
        var images = new RandomImages(11);
        for (int run = 0; run < 500; run++)
        {
            int height = images.Next(1, 14), width = images.Next(2, 14), prominence = images.Next(0, height * width);
            float[] values = [.. Enumerable.Range(0, height * width).Select(i => i / 4f).OrderBy(_ => images.NextDouble())];
            float minimum = (prominence / 4f) + 0.125f, threshold = images.Next(0, 8);
            var maxima = NaiveMorphology.FindHMaxima(values, height, width, minimum);
            // In h-maxima the highest pixel is no maximum when the whole map is flatter than the height.
            var expected = Enumerable.Range(0, values.Length)
                .Where(i => (maxima[i] || values[i] == values.Max()) && values[i] > threshold);
            Assert.Equal(expected, ProminentPeaks.Find(values, height, width, minimum, threshold));
        }
    }

    [Fact]
    public void A_plateau_is_one_prominent_peak()
        => Assert.Equal([1], ProminentPeaks.Find([0, 1, 1, 1, 0], 1, 5, 0.5f, 0.1f));

    [Fact]
    public void Labels_grow_ring_by_ring_within_the_mask()
    {
        int[] labels = [0, 0, 1, 0, 0, 0, 2, 0, 0];
        LabelExpansion.Grow(labels, [false, true, true, true, true, true, true, true, true], 1, 9, 1);
        Assert.Equal([0, 1, 1, 1, 0, 2, 2, 2, 0], labels);
        LabelExpansion.Grow(labels, [false, true, true, true, true, true, true, true, true], 1, 9, int.MaxValue);
        Assert.Equal([0, 1, 1, 1, 1, 2, 2, 2, 2], labels);
    }

    [Fact]
    public void Holes_belong_to_the_one_cell_around_them()
    {
        int[] labels =
        [
            1, 1, 1, 2, 2, 0,
            1, 0, 1, 0, 2, 0,
            1, 1, 1, 2, 2, 0,
        ];
        HoleFilling.Fill(labels, 3, 6);
        Assert.Equal([1, 1, 1, 2, 2, 0, 1, 1, 1, 0, 2, 0, 1, 1, 1, 2, 2, 0], labels);
    }

    [Fact]
    public void Thresholds_do_not_depend_on_the_place_in_the_vector()
    {
        var images = new RandomImages(10);
        var values = images.Values(1013, 5);
        var mask = new bool[values.Length];
        Threshold.Above(values, 0.5f, mask);
        Assert.Equal(values.Select(value => value > 0.5f), mask);
        int[] labels = [.. values.Select(value => (int)(4 * value))];
        Threshold.Background(labels, mask);
        Assert.Equal(labels.Select(label => label == 0), mask);
    }

    private static double Smooth(float[] values, int height, int width, double sigma, int y, int x)
    {
        int radius = (int)((4 * sigma) + 0.5);
        double sum = 0, weights = 0;
        for (int dy = -radius; dy <= radius; dy++)
        {
            for (int dx = -radius; dx <= radius; dx++)
            {
                double weight = Math.Exp(-((dy * dy) + (dx * dx)) / (2 * sigma * sigma));
                weights += weight;
                sum += weight * values[(Map(y + dy, height) * width) + Map(x + dx, width)];
            }
        }
        return sum / weights;

        int Map(int i, int n)
        {
            while (i < 0 || i >= n)
                i = i < 0 ? -1 - i : (2 * n) - 1 - i;
            return i;
        }
    }

    private static bool IsPeak(float[] values, int height, int width, int radius, int pixel)
    {
        int y = pixel / width, x = pixel % width;
        for (int ny = y - radius; ny <= y + radius; ny++)
        {
            for (int nx = x - radius; nx <= x + radius; nx++)
            {
                bool isInside = ny >= 0 && ny < height && nx >= 0 && nx < width;
                if ((isInside ? values[(ny * width) + nx] : 0) > values[pixel])
                    return false;
            }
        }
        return true;
    }

    private static int Distance(int a, int b, int width)
        => Math.Max(Math.Abs((a / width) - (b / width)), Math.Abs((a % width) - (b % width)));
}
