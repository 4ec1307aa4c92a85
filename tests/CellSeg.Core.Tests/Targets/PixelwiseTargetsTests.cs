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
    public void Classes_are_the_channels_with_edges_between_cells_first(bool separate, int radius)
    {
        var options = new PixelwiseTargetOptions { SeparateEdges = separate, DilationRadius = radius };
        var channels = new float[PixelCount * options.ClassCount];
        var classes = new byte[PixelCount];
        PixelwiseTargets.FillChannels(Mask, 32, 32, options, channels);
        PixelwiseTargets.FillClasses(Mask, 32, 32, options, classes);
        for (int i = 0; i < PixelCount; i++)
        {
            Assert.Equal(1, channels[(classes[i] * PixelCount) + i]);
            if (separate && channels[PixelCount + i] == 1)
                Assert.Equal(1, classes[i]);
        }
    }
}
