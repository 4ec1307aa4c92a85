using System.Text.Json;
using CellSeg.Imaging;
using CellSeg.Core.Tests.Cases;
using CellSeg.Decoding;
using CellSeg.Models.Detection;
using CellSeg.Models.Detection.Boxes;
using CellSeg.Models.Specifications;

namespace CellSeg.Core.Tests.Models.Detection;

public sealed class AnchorTests
{
    private const int Size = 32;

    private static readonly ModelSpecification Thesis = ModelPresets.Create(ModelPreset.Thesis, SegmentationSchema.RetinaMask);

    private static JsonElement Cases => CaseFile.Read("transform-cases.json");

    [Fact]
    public void Anchors_are_those_of_the_case()
    {
        float[] anchors = AnchorGrid.Create(Thesis, Size, Size);
        var expected = Cases.GetProperty("anchors");
        Assert.Equal(expected.GetProperty("count").GetInt32(), anchors.Length / 4);
        AssertClose(expected.GetProperty("first_10"), anchors.AsSpan(0, 40));
        AssertClose(expected.GetProperty("last_10"), anchors.AsSpan(anchors.Length - 40));
        Assert.Equal(2880, AnchorGrid.Create(Thesis, 128, 128).Length / 4);
    }

    [Fact]
    public void Cells_are_assigned_as_in_the_case()
    {
        var expected = Cases.GetProperty("anchor_targets");
        int[] mask = CaseFile.ReadLabels(Cases.GetProperty("mask"));
        float[] boxes = [.. CellBoxes.Find(mask, Size, Size).SelectMany(box => (float[])[box.Left, box.Top, box.Right, box.Bottom])];
        AssertClose(expected.GetProperty("boxes"), boxes);
        var result = AnchorAssignment.Create(AnchorGrid.Create(Thesis, Size, Size), boxes, Size, Size, matchEveryCell: false);
        Assert.Equal(expected.GetProperty("state").EnumerateArray().Select(state => state.GetInt32()), result.States.Select(state => (int)state));
        foreach (var positive in expected.GetProperty("positive").EnumerateArray())
            AssertClose(positive.GetProperty("regression"), result.Codes.AsSpan(4 * positive.GetProperty("index").GetInt32(), 4));
    }

    [Fact]
    public void Every_cell_has_an_anchor_when_told_so()
    {
        int[] mask = CaseFile.ReadLabels(Cases.GetProperty("mask"));
        var cells = CellBoxes.Find(mask, Size, Size);
        float[] boxes = [.. cells.SelectMany(box => (float[])[box.Left, box.Top, box.Right, box.Bottom])], anchors = AnchorGrid.Create(Thesis, Size, Size);
        var result = AnchorAssignment.Create(anchors, boxes, Size, Size, matchEveryCell: true);
        var learnt = new HashSet<(float, float, float, float)>();
        var box = new float[4];
        for (int i = 0; i < result.States.Length; i++)
        {
            if (result.States[i] != AnchorState.Cell)
                continue;
            BoxCode.Decode(anchors.AsSpan(4 * i, 4), result.Codes.AsSpan(4 * i, 4), Size, Size, box);
            learnt.Add((MathF.Round(box[0]), MathF.Round(box[1]), MathF.Round(box[2]), MathF.Round(box[3])));
        }
        // The one-pixel and the flat cell share their best anchor with others at most once.
        Assert.InRange(learnt.Count, cells.Count - 1, cells.Count);
    }

    [Fact]
    public void Boxes_are_coded_as_in_the_case_and_come_back()
    {
        var expected = Cases.GetProperty("bbox_transform");
        float[] anchor = ReadNumbers(expected.GetProperty("anchor")), box = ReadNumbers(expected.GetProperty("box")), code = new float[4], back = new float[4];
        BoxCode.Encode(anchor, box, code);
        AssertClose(expected.GetProperty("target"), code);
        BoxCode.Decode(anchor, code, 100, 100, back);
        AssertClose(expected.GetProperty("box"), back);
        BoxCode.Decode(anchor, [-50, -50, 50, 50], 30, 40, back);
        Assert.Equal([0, 0, 40, 30], back);
    }

    [Fact]
    public void Anchors_are_fitted_to_cells_as_in_the_case()
    {
        var fitted = AnchorChoice.Fit(Thesis, CellBoxes.Find(CaseFile.ReadLabels(Cases.GetProperty("mask")), Size, Size));
        Assert.Equal((1, 1, 8.0, 0, 0, 3), (
            fitted.FinestLevel, fitted.Detection.CoarsestLevel, fitted.Detection.FinestAnchorSize, fitted.Detection.LowestAspect,
            fitted.Detection.HighestAspect, fitted.Detection.AnchorsPerPlace));
        Assert.Same(Thesis, AnchorChoice.Fit(Thesis, []));
    }

    [Fact]
    public void Of_overlapping_boxes_the_best_stays()
    {
        float[] boxes = [0, 0, 10, 10, 1, 1, 11, 11, 20, 20, 30, 30, 0, 0, 10, 9];
        Assert.Equal([1, 2], NonMaximumSuppression.Select(boxes, [0.6f, 0.9f, 0.7f, 0.3f], 0.1f, 0.5f, 10));
        Assert.Equal([1], NonMaximumSuppression.Select(boxes, [0.6f, 0.9f, 0.7f, 0.3f], 0.1f, 0.5f, 1));
        Assert.Equal([0, 2], NonMaximumSuppression.Select(boxes, [0.5f, 0.5f, 0.5f, 0.5f], 0.1f, 0.5f, 10));
        Assert.Empty(NonMaximumSuppression.Select(boxes, [0.1f, 0.1f, 0.1f, 0.1f], 0.1f, 0.5f, 10));
    }

    private static void AssertClose(JsonElement expected, ReadOnlySpan<float> actual)
    {
        float[] numbers = ReadNumbers(expected);
        Assert.Equal(numbers.Length, actual.Length);
        for (int i = 0; i < numbers.Length; i++)
            Assert.Equal(numbers[i], actual[i], 1e-4f);
    }

    private static float[] ReadNumbers(JsonElement element) => element.ValueKind == JsonValueKind.Number
        ? [element.GetSingle()]
        : [.. element.EnumerateArray().SelectMany(ReadNumbers)];
}
