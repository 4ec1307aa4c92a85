using System.Text.Json;
using CellSeg.Core.Tests.Cases;
using CellSeg.Targets;

namespace CellSeg.Core.Tests.Targets;

public sealed class DistanceTargetsTests
{
    private static readonly JsonElement Cases = CaseFile.Read("transform-cases.json");
    private static readonly int[] Mask = CaseFile.ReadLabels(Cases.GetProperty("mask"));

    [Theory]
    [InlineData("continuous", 0, true)]
    [InlineData("continuous_erosion_1", 1, true)]
    [InlineData("not_normalised", 0, false)]
    public void Outer_distance_is_that_of_2020(string name, int erosion, bool normalise)
    {
        var options = DistanceTargetOptions.Legacy2020 with { ErosionWidth = erosion, NormaliseOuter = normalise };
        var outer = new float[Mask.Length];
        DistanceTargets.Fill(Mask, 32, 32, options, [], outer);
        CaseFile.AssertClose(Expected("outer_distance", name), outer, 1e-6f);
    }

    [Theory]
    [InlineData("alpha_0.1", 0, 0.1, 1)]
    [InlineData("alpha_0.1_erosion_1", 1, 0.1, 1)]
    [InlineData("alpha_auto", 0, null, 1)]
    [InlineData("alpha_auto_beta_0.5", 0, null, 0.5)]
    public void Inner_distance_is_that_of_2020(string name, int erosion, double? alpha, double beta)
    {
        var options = DistanceTargetOptions.Legacy2020 with { ErosionWidth = erosion, Alpha = alpha, Beta = beta };
        var inner = new float[Mask.Length];
        DistanceTargets.Fill(Mask, 32, 32, options, inner, []);
        CaseFile.AssertClose(Expected("inner_distance", name), inner, 1e-6f);
    }

    [Fact]
    public void Cells_that_touch_have_a_dip_between_them()
    {
        // Two cells of 3 x 3 side by side, with background around.
        int[] labels =
        [
            0, 0, 0, 0, 0, 0, 0, 0,
            0, 1, 1, 1, 2, 2, 2, 0,
            0, 1, 1, 1, 2, 2, 2, 0,
            0, 1, 1, 1, 2, 2, 2, 0,
            0, 0, 0, 0, 0, 0, 0, 0,
        ];
        var outer = new float[labels.Length];
        DistanceTargets.Fill(labels, 5, 8, new DistanceTargetOptions(), [], outer);
        Assert.Equal([0, 0.5f, 1, 0.5f, 0.5f, 1, 0.5f, 0], outer[16..24]);
        DistanceTargets.Fill(labels, 5, 8, DistanceTargetOptions.Legacy2020, [], outer);
        Assert.Equal([0, 0.5f, 1, 1, 1, 1, 0.5f, 0], outer[16..24]);
    }

    [Fact]
    public void A_cell_that_fills_the_image_is_deep_everywhere_and_has_a_centre()
    {
        var inner = new float[9];
        var outer = new float[9];
        DistanceTargets.Fill([4, 4, 4, 4, 4, 4, 4, 4, 4], 3, 3, new DistanceTargetOptions(), inner, outer);
        Assert.All(outer, value => Assert.Equal(1, value));
        Assert.Equal(1, inner[4]);
        Assert.All(inner, value => Assert.InRange(value, 0.5f, 1));
    }

    /// <summary>Discs with radii of 6 and 30 around a pixel have 113 and 2,821 pixels (OEIS A000328).</summary>
    [Fact]
    public void With_an_exponent_of_1_cells_of_all_sizes_have_one_profile()
    {
        var options = new DistanceTargetOptions { Alpha = null, AlphaExponent = 1, Beta = 12 };
        Assert.Equal(1 / (1 + (12 * 9 / 113.0)), AtHalfRadius(6, options), 1e-6);
        Assert.Equal(1 / (1 + (12 * 225 / 2821.0)), AtHalfRadius(30, options), 1e-6);
        Assert.Equal(AtHalfRadius(6, options), AtHalfRadius(30, options), 0.001);
        Assert.Equal(0.511, AtHalfRadius(30, options), 0.001);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.7)]
    public void With_an_exponent_of_a_half_the_peak_of_a_large_cell_takes_a_smaller_part_of_it(double beta)
    {
        var options = new DistanceTargetOptions { Alpha = null, Beta = beta };
        Assert.Equal(1 / (1 + (beta * 9 / Math.Sqrt(113))), AtHalfRadius(6, options), 1e-6);
        Assert.Equal(1 / (1 + (beta * 225 / Math.Sqrt(2821))), AtHalfRadius(30, options), 1e-6);
    }

    [Fact]
    public void Without_an_exponent_the_size_of_cells_means_nothing()
    {
        var options = new DistanceTargetOptions { Alpha = null, AlphaExponent = 0, Beta = 0.1 };
        Assert.Equal(1 / (1 + 0.9), AtHalfRadius(6, options), 1e-6);
        Assert.Equal(1 / (1 + 22.5), AtHalfRadius(30, options), 1e-6);
    }

    [Fact]
    public void An_exponent_that_would_mean_nothing_is_refused()
    {
        Assert.Equal("AlphaExponent", Assert.Throws<CellSegException>(new DistanceTargetOptions { AlphaExponent = 1 }.Validate).Target);
        new DistanceTargetOptions { Alpha = null, AlphaExponent = 1, Beta = 12 }.Validate();
        new DistanceTargetOptions { Alpha = 0.2 }.Validate();
        new DistanceTargetOptions().Validate();
    }

    /// <summary>The inner distance half-way between the centre of a disc and its border.</summary>
    private static float AtHalfRadius(int radius, DistanceTargetOptions options)
    {
        int side = (2 * radius) + 5, middle = radius + 2;
        int[] labels = [.. Enumerable.Range(0, side * side).Select(i => Square((i / side) - middle) + Square((i % side) - middle) <= Square(radius) ? 3 : 0)];
        var inner = new float[labels.Length];
        DistanceTargets.Fill(labels, side, side, options, inner, []);
        return inner[(middle * side) + middle - (radius / 2)];

        static int Square(int value) => value * value;
    }

    private static float[] Expected(string block, string name)
        => CaseFile.ReadMap(Cases.GetProperty(block).GetProperty(name).GetProperty("output"));
}
