using CellSeg.Imaging.Morphology.Flooding;

namespace CellSeg.Core.Tests.Imaging.Morphology.Flooding;

public sealed class WatershedTests
{
    [Fact]
    public void The_flood_is_that_of_a_plain_priority_queue()
    {
        var images = new RandomImages(4);
        for (int run = 0; run < 3000; run++)
        {
            int height = images.Next(1, 20), width = images.Next(1, 20);
            // Few levels make plateaus, where age decides. Markers have values of their own above all others: this is the
            // part of the order that scikit-image has too.
            var levels = images.Values(height * width, images.Next(0, 3) == 0 ? null : images.Next(1, 12));
            var mask = images.Mask(levels.Length, images.NextDouble());
            var markers = new int[levels.Length];
            int count = images.Next(0, 8);
            for (int k = 1; k <= count; k++)
            {
                int pixel = images.Next(0, levels.Length - 1);
                markers[pixel] = images.Next(1, count);
                levels[pixel] = 10 + k;
            }
            var expected = NaiveMorphology.Flood(levels, mask, height, width, markers);
            Watershed.FloodFromPeaks(levels, mask, height, width, markers);
            Assert.Equal(expected, markers);
        }
    }

    [Fact]
    public void Tied_markers_are_taken_in_raster_order()
    {
        var images = new RandomImages(12);
        for (int run = 0; run < 3000; run++)
        {
            int height = images.Next(1, 20), width = images.Next(1, 20);
            var levels = images.Values(height * width, images.Next(1, 8));
            var mask = images.Mask(levels.Length, 0.5 + (images.NextDouble() / 2));
            var markers = images.Labels(height, width, 4);
            for (int i = 0; i < markers.Length; i++)
                markers[i] = images.NextDouble() < 0.7 ? 0 : markers[i];
            var expected = NaiveMorphology.Flood(levels, mask, height, width, markers);
            Watershed.FloodFromPeaks(levels, mask, height, width, markers);
            Assert.Equal(expected, markers);
        }
    }

    [Fact]
    public void Values_of_any_size_are_told_apart()
    {
        var images = new RandomImages(5);
        for (int run = 0; run < 500; run++)
        {
            int height = images.Next(2, 20), width = images.Next(2, 20);
            // Most values share a few of the sort's keys because one is far away.
            var levels = images.Values(height * width, null);
            levels[images.Next(0, levels.Length - 1)] = images.Next(0, 2) switch { 0 => -1e30f, 1 => float.NegativeInfinity, _ => -1e9f };
            var mask = new bool[levels.Length];
            Array.Fill(mask, true);
            var markers = new int[levels.Length];
            markers[0] = 1;
            markers[^1] = 2;
            var expected = NaiveMorphology.Flood(levels, mask, height, width, markers);
            Watershed.FloodFromPeaks(levels, [], height, width, markers);
            Assert.Equal(expected, markers);
        }
    }

    [Fact]
    public void Markers_outside_the_mask_and_pixels_that_are_not_numbers_stay_background()
    {
        int[] labels = [1, 0, 0, 0, 2];
        Watershed.FloodFromPeaks([0, -1, float.NaN, -1, 0], [false, true, true, true, true], 1, 5, labels);
        Assert.Equal([0, 0, 0, 2, 2], labels);
    }

    [Fact]
    public void Without_a_mask_pixel_there_is_nothing()
    {
        int[] labels = [1, 2];
        Watershed.FloodFromPeaks([0, 0], [false, false], 1, 2, labels);
        Assert.Equal([0, 0], labels);
    }
}
