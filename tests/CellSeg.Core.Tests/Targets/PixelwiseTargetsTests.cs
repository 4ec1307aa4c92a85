using System.Text.Json;
using CellSeg.Core.Tests.Cases;
using CellSeg.Targets;

namespace CellSeg.Core.Tests.Targets;

public sealed class PixelwiseTargetsTests
{
    private const int PixelCount = 32 * 32;

    private static readonly JsonElement Cases = CaseFile.Read("transform-cases.json");
    private static readonly int[] Mask = CaseFile.ReadLabels(Cases.GetProperty("mask"));

    [Theory]
    [InlineData("three_class_no_dilation", false, 0)]
    [InlineData("three_class_dilation_1", false, 1)]
    [InlineData("three_class_dilation_2", false, 2)]
    [InlineData("four_class_no_dilation", true, 0)]
    [InlineData("four_class_dilation_1", true, 1)]
    public void Channels_are_those_of_2020_in_their_documented_order(string name, bool separate, int radius)
    {
        var options = new PixelwiseTargetOptions { SeparateEdges = separate, DilationRadius = radius };
        var channels = new float[PixelCount * options.ClassCount];
        PixelwiseTargets.FillChannels(Mask, 32, 32, options, channels);
        var expected = Cases.GetProperty("pixelwise").GetProperty("cases").GetProperty(name).GetProperty("channels");
        for (int i = 0; i < options.ClassCount; i++)
        {
            // The old code delivered the two kinds of edge the other way round.
            int old = separate && i < 2 ? 1 - i : i;
            Assert.Equal(CaseFile.ReadMap(expected[old]), channels[(i * PixelCount)..((i + 1) * PixelCount)]);
        }
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 2)]
    [InlineData(true, 0)]
    [InlineData(true, 1)]
    public void Each_pixel_has_one_class_unless_dilation_puts_it_into_both_kinds_of_edge(bool separate, int radius)
    {
        var options = new PixelwiseTargetOptions { SeparateEdges = separate, DilationRadius = radius };
        var channels = new float[PixelCount * options.ClassCount];
        PixelwiseTargets.FillChannels(Mask, 32, 32, options, channels);
        for (int i = 0; i < PixelCount; i++)
        {
            float[] classes = [.. Enumerable.Range(0, options.ClassCount).Select(channel => channels[(channel * PixelCount) + i])];
            Assert.All(classes, value => Assert.True(value is 0 or 1));
            bool bothEdges = separate && radius > 0 && classes[0] == 1 && classes[1] == 1;
            Assert.Equal(bothEdges ? 2 : 1, classes.Sum());
        }
    }
}
