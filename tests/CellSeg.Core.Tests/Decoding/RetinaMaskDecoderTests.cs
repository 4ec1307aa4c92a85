using System.Text.Json;
using CellSeg.Core.Tests.Cases;
using CellSeg.Decoding;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Decoding;

public sealed class RetinaMaskDecoderTests
{
    private const int Side = 28;

    private static readonly JsonElement Cases = CaseFile.Read("watershed-cases.json").GetProperty("retinamask").GetProperty("cases");

    public static TheoryData<string> CaseNames => [.. Cases.EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Detections_become_the_labels_of_2020(string id)
    {
        var item = Cases.EnumerateArray().Single(candidate => candidate.GetProperty("id").GetString() == id);
        float[] scores = [.. item.GetProperty("scores").EnumerateArray().Select(score => score.GetSingle())];
        float[] masks = [.. item.GetProperty("mask_kind").EnumerateArray().SelectMany(kind => MakeMask(kind.GetString()!))];
        float[] boxes = CaseFile.ReadMap(item.GetProperty("boxes_xyxy"));
        var result = new RetinaMaskDecoder(RetinaMaskDecoderOptions.Legacy2020).Decode(boxes, scores, masks, Side, 32, 32);
        Assert.Equal(
            new LabelImage(32, 32, CaseFile.ReadLabels(item.GetProperty("expected"))).Renumber().Pixels, result.Pixels);
    }

    [Fact]
    public void Of_two_equal_masks_one_stays()
    {
        float[] masks = [.. MakeMask("full"), .. MakeMask("full")];
        var result = new RetinaMaskDecoder().Decode([2, 2, 6, 6, 2, 2, 6, 6], [0.9f, 0.8f], masks, Side, 8, 8);
        Assert.Equal([(1, 16)], result.GetAreas().Select(pair => (pair.Key, pair.Value)));
    }

    [Theory]
    [InlineData(0.5f, 1)]
    [InlineData(1, 2)]
    public void A_part_of_a_surer_cell_is_no_cell_of_its_own(float threshold, int cells)
    {
        // The boxes' IoU is a third, which suppression lets pass; most of the second mask lies within the first.
        float[] masks = [.. MakeMask("full"), .. MakeMask("full")];
        var decoder = new RetinaMaskDecoder(new RetinaMaskDecoderOptions { ContainmentThreshold = threshold });
        Assert.Equal(cells, decoder.Decode([0, 0, 8, 8, 3, 3, 9, 9], [0.9f, 0.8f], masks, Side, 10, 10).GetAreas().Count);
    }

    [Fact]
    public void Masks_that_share_a_rim_are_two_cells()
    {
        float[] masks = [.. MakeMask("full"), .. MakeMask("full")];
        var result = new RetinaMaskDecoder().Decode([0, 0, 6, 6, 4, 0, 10, 6], [0.9f, 0.8f], masks, Side, 10, 10);
        Assert.Equal(2, result.GetAreas().Count);
    }

    [Fact]
    public void Boxes_beyond_the_image_are_cut_and_empty_or_endless_ones_dropped()
    {
        float[] masks = [.. MakeMask("full"), .. MakeMask("full"), .. MakeMask("full")];
        float[] boxes = [-4, -4, 4, 4, 5, 5, 5, 9, 0, float.NaN, 8, float.PositiveInfinity];
        var result = new RetinaMaskDecoder().Decode(boxes, [0.9f, 0.9f, 0.9f], masks, Side, 8, 8);
        Assert.Equal([(1, 16)], result.GetAreas().Select(pair => (pair.Key, pair.Value)));
    }

    private static float[] MakeMask(string kind)
    {
        var mask = new float[Side * Side];
        for (int i = 0; i < mask.Length; i++)
        {
            double y = ((i / Side) - 13.5) / 13, x = ((i % Side) - 13.5) / 13;
            mask[i] = kind == "full" || (y * y) + (x * x) <= 1 ? 1 : 0;
        }
        return mask;
    }
}
