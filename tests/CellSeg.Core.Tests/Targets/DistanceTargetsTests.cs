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

    private static float[] Expected(string block, string name)
        => CaseFile.ReadMap(Cases.GetProperty(block).GetProperty(name).GetProperty("output"));
}
