using System.Text.Json;
using CellSeg.Imaging;
using CellSeg.Core.Tests.Cases;
using CellSeg.Core.Tests.Support;
using CellSeg.Imaging.Morphology;
using CellSeg.Targets;

namespace CellSeg.Core.Tests.Targets;

public sealed class OtherTargetsTests
{
    private static readonly JsonElement Cases = CaseFile.Read("transform-cases.json");
    private static readonly int[] Mask = CaseFile.ReadLabels(Cases.GetProperty("mask"));

    [Theory]
    [InlineData("outer_distance", "bins_4", 4, 0)]
    [InlineData("outer_distance", "bins_16", 16, 0)]
    [InlineData("outer_distance", "bins_4_erosion_1", 4, 1)]
    [InlineData("inner_distance", "bins_3", 3, 0)]
    public void Bins_are_those_of_2020(string block, string name, int binCount, int erosion)
    {
        var map = new float[Mask.Length];
        var options = DistanceTargetOptions.Legacy2020 with { ErosionWidth = erosion };
        if (block == "outer_distance")
            DistanceTargets.Fill(Mask, 32, 32, options, [], map);
        else
            DistanceTargets.Fill(Mask, 32, 32, options, map, []);
        var bins = new byte[Mask.Length];
        DistanceBins.Fill(map, binCount, options.BackgroundBin, bins);
        Assert.Equal(
            CaseFile.ReadLabels(Cases.GetProperty(block).GetProperty(name).GetProperty("output")), bins.Select(bin => (int)bin));
    }

    [Fact]
    public void The_background_has_a_bin_of_its_own_and_the_others_share_the_cells()
    {
        float[] map = [0, 1e-6f, 0.3333f, 0.3334f, 0.6666f, 0.6667f, 1];
        var bins = new byte[map.Length];
        DistanceBins.Fill(map, 4, ownBackground: true, bins);
        Assert.Equal([0, 1, 1, 2, 2, 3, 3], bins);
        DistanceBins.Fill([0, 0.5f, 1], 2, ownBackground: true, bins.AsSpan(0, 3));
        Assert.Equal([0, 1, 1], bins[..3]);
        DistanceBins.Fill(new float[3], 4, ownBackground: true, bins.AsSpan(0, 3));
        Assert.Equal([0, 0, 0], bins[..3]);
    }

    [Theory]
    [InlineData("erode_edges", 0)]
    [InlineData("erode_edges", 1)]
    [InlineData("erode_edges", 2)]
    [InlineData("erode_edges_newer", 1)]
    [InlineData("erode_edges_newer", 2)]
    public void Eroded_labels_are_those_of_2020(string block, int width)
    {
        var eroded = new int[Mask.Length];
        LabelErosion.Erode(Mask, 32, 32, width, eroded);
        Assert.Equal(CaseFile.ReadLabels(Cases.GetProperty(block).GetProperty($"width_{width}")), eroded);
    }

    [Fact]
    public void Boxes_enclose_each_cell_and_end_outside_it()
    {
        var expected = Cases.GetProperty("anchor_targets").GetProperty("boxes").EnumerateArray()
            .Select(box => string.Join(' ', box.EnumerateArray())).Order();
        var boxes = CellBoxes.Find(Mask, 32, 32);
        Assert.Equal(expected, boxes.Select(box => $"{box.Left} {box.Top} {box.Right} {box.Bottom}").Order());
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], boxes.Select(box => box.Label));
        Assert.Equal(113, boxes[2].Area);
    }

    [Fact]
    public void Masks_are_sampled_between_the_centres_of_the_first_and_last_pixel_of_the_box()
    {
        int[] labels =
        [
            1, 1, 0, 0,
            1, 2, 2, 0,
            0, 2, 2, 0,
        ];
        var mask = new float[9];
        MaskTargets.Fill(labels, 3, 4, 1, 0, 0, 3, 3, 3, mask);
        Assert.Equal([1, 1, 0, 1, 0, 0, 0, 0, 0], mask);
        MaskTargets.Fill(labels, 3, 4, 1, 0, 0, 2, 2, 3, mask);
        Assert.Equal([1, 1, 1, 1, 0.75f, 0.5f, 1, 0.5f, 0], mask);
        // A box that reaches over the image's left and upper border.
        MaskTargets.Fill(labels, 3, 4, 1, -1, -1, 2, 2, 3, mask);
        Assert.Equal([0, 0, 0, 0, 1, 1, 0, 1, 0], mask);
        MaskTargets.Fill(labels, 3, 4, 2, 2, 1, 5, 4, 3, mask);
        Assert.Equal([1, 0, 0, 1, 0, 0, 0, 0, 0], mask);
    }

    [Fact]
    public void Foreground_is_any_cell()
    {
        var foreground = new float[4];
        ForegroundTargets.Fill([0, 3, 1, 0], foreground);
        Assert.Equal([0, 1, 1, 0], foreground);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Touching_pixels_are_those_that_see_two_cells(int radius)
    {
        var labels = TestImages.Rectangles(24, 30, (2, 2, 8, 8), (2, 10, 8, 6), (14, 2, 6, 10), (12, 20, 10, 8));
        var found = new float[24 * 30];
        TouchingPixels.Fill(labels.Pixels, 24, 30, radius, 5, 1, found);
        for (int y = 0; y < 24; y++)
        {
            for (int x = 0; x < 30; x++)
            {
                var seen = new HashSet<int>();
                for (int v = Math.Max(0, y - radius); v <= Math.Min(23, y + radius); v++)
                {
                    for (int u = Math.Max(0, x - radius); u <= Math.Min(29, x + radius); u++)
                        seen.Add(labels[v, u]);
                }
                seen.Remove(0);
                Assert.Equal(seen.Count > 1 ? 5 : 1, found[(y * 30) + x]);
            }
        }
        Assert.Contains(5, found);
        Assert.Contains(1, found);
    }
}
