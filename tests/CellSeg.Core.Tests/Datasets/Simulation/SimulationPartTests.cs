using CellSeg.Datasets.Simulation.Optics;
using CellSeg.Datasets.Simulation.Shapes;
using CellSeg.Imaging.Morphology;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Datasets.Simulation;

public sealed class SimulationPartTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    [InlineData(4)]
    [InlineData(20)]
    public void A_wide_blur_is_nearly_the_Gaussian_one(double sigma)
    {
        const int height = 90, width = 130;
        var values = new float[height * width];
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Abs((i / width) - 40) < 12 && Math.Abs((i % width) - 70) < 15 ? 1 : 0;
        var exact = new float[values.Length];
        GaussianFilter.Apply(values, height, width, sigma, exact);
        float[] found = WideBlur.Apply(values, height, width, sigma);
        Assert.Equal(exact.Sum(), found.Sum(), 0.02 * exact.Sum());
        for (int i = 0; i < found.Length; i++)
            Assert.Equal(exact[i], found[i], 0.03);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.4, 1)]
    [InlineData(0.9, 2)]
    [InlineData(1, 2.5)]
    public void An_outline_has_the_area_of_its_mean_radius(double roundness, double stretch)
    {
        var random = new RandomSource(5);
        for (int i = 0; i < 5; i++)
        {
            var outline = Outline.Create(random, new OutlineStyle(1, 1.4, 0.03));
            var placed = new PlacedOutline(outline, 60.3, 59.8, 20, 0.7, roundness, stretch);
            int area = new OutlineMap(120, 120, [placed]).Owners.Count(owner => owner == 1);
            Assert.Equal(Math.PI * 400, area, 0.09 * Math.PI * 400);
        }
    }

    [Fact]
    public void The_depth_of_a_point_is_its_distance_by_that_of_the_edge_in_its_direction()
    {
        var random = new RandomSource(6);
        var outline = Outline.Create(random, new OutlineStyle(1.5, 1.5, 0.04, 1, 0.4));
        var placed = new PlacedOutline(outline, 0, 0, 15, 0.5, 0, 1);
        for (int i = 0; i < 1000; i++)
        {
            double dx = random.NextDouble(-20, 20), dy = random.NextDouble(-20, 20);
            double edge = 15 * outline.RadiusAt(Math.Atan2(dy, dx) - 0.5);
            double expected = Math.Sqrt((dx * dx) + (dy * dy)) / edge;
            Assert.Equal(expected, placed.GetDepth((float)dx, (float)dy), 0.02 * expected);
        }
    }

    [Fact]
    public void Of_two_equal_discs_each_has_the_half_that_is_nearer_to_it()
    {
        var disc = Outline.Create(new RandomSource(0), new OutlineStyle(1, 1, 0));
        var map = new OutlineMap(40, 60, [new(disc, 20, 20, 15, 0, 0, 1), new(disc, 38, 20, 15, 0, 0, 1)]);
        for (int i = 0; i < map.Owners.Length; i++)
        {
            double y = (i / 60) - 20, left = (i % 60) - 20, right = (i % 60) - 38;
            double first = Math.Sqrt((left * left) + (y * y)), second = Math.Sqrt((right * right) + (y * y));
            int expected = Math.Min(first, second) > 15.1 ? 0 : first < second ? 1 : 2;
            bool isUnsure = Math.Abs(Math.Min(first, second) - 15) <= 0.1 || Math.Abs(first - second) < 0.1;
            Assert.True(isUnsure || map.Owners[i] == expected, $"pixel {i} is of {map.Owners[i]}");
        }
    }

    [Fact]
    public void Noise_has_mean_0_and_deviation_1_and_no_seam()
    {
        double sum = 0, squares = 0, step = 0, seam = 0;
        for (int y = 0; y < 256; y++)
        {
            for (int x = 0; x < 256; x++)
            {
                float value = NoiseField.At(x, y);
                sum += value;
                squares += value * value;
            }
            step += Math.Abs(NoiseField.At(101, y) - NoiseField.At(100, y));
            seam += Math.Abs(NoiseField.At(NoiseField.Period, y) - NoiseField.At(NoiseField.Period - 1, y));
        }
        Assert.Equal(0, sum / 65536, 0.05);
        Assert.Equal(1, squares / 65536, 0.1);
        Assert.True(seam <= step);
        Assert.Equal(NoiseField.At(3, 4), NoiseField.At(3 - (2 * NoiseField.Period), 4 + NoiseField.Period));
    }
}
