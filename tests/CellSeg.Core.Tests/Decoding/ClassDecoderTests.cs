using System.Text.Json;
using CellSeg.Core.Tests.Cases;
using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Targets;

namespace CellSeg.Core.Tests.Decoding;

public sealed class ClassDecoderTests
{
    private const int PixelCount = 32 * 32;

    private static readonly JsonElement Cases = CaseFile.Read("watershed-cases.json");

    [Fact]
    public void Interiors_of_four_classes_are_those_of_2020()
    {
        // The old four-class output is the three-class one with a second kind of edge before the interior.
        float[] four = [.. Prediction[..PixelCount], .. new float[PixelCount], .. Prediction[PixelCount..]];
        var decoder = new PixelwiseDecoder(PixelwiseDecoderOptions.Legacy2020);
        AssertCells("expected_2020_on_4class", decoder.Decode(four, 4, 32, 32));
    }

    [Fact]
    public void With_three_classes_2020_took_the_background_for_cells()
    {
        var decoder = new PixelwiseDecoder(PixelwiseDecoderOptions.Legacy2020);
        AssertCells("expected_2020_on_3class_wrong", decoder.Decode(Prediction, 3, 32, 32));
    }

    [Fact]
    public void The_last_but_one_channel_is_the_interior()
    {
        var decoder = new PixelwiseDecoder(PixelwiseDecoderOptions.Legacy2020 with { InteriorChannel = null });
        AssertCells("expected_newer_on_3class", decoder.Decode(Prediction, 3, 32, 32));
    }

    [Fact]
    public void Interiors_grow_back_and_edges_without_one_become_cells()
    {
        // A cell of 3 x 3 with an interior of one pixel, and a line of edge.
        float[] edge = [1, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 1];
        float[] interior = [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
        float[] background = [0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
        float[] probabilities = [.. edge, .. interior, .. background];
        Assert.Equal(
            [1, 1, 1, 0, 2, 1, 1, 1, 0, 2, 1, 1, 1, 0, 2],
            new PixelwiseDecoder(new() { MinimumInteriorArea = 1, UnmarkedRegionArea = 1 }).Decode(probabilities, 3, 3, 5).Pixels);
    }

    [Fact]
    public void The_wide_edge_of_a_cell_that_was_grown_is_no_second_cell()
    {
        // A ring of edge five pixels wide around an interior of nine, as networks see it after few steps.
        const int Side = 15;
        var probabilities = new float[3 * Side * Side];
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                int radius = Math.Max(Math.Abs(y - (Side / 2)), Math.Abs(x - (Side / 2)));
                int channel = radius <= 1 ? 1 : radius <= 6 ? 0 : 2;
                probabilities[(channel * Side * Side) + (y * Side) + x] = 1;
            }
        }
        var found = new PixelwiseDecoder(new() { MinimumInteriorArea = 1 }).Decode(probabilities, 3, Side, Side);
        Assert.Equal(1, found.MaxLabel);
        Assert.Equal(9 + 12 + 16 + 20, found.Pixels.Count(label => label == 1));
    }

    [Fact]
    public void Discretised_watershed_gives_the_labels_of_2020()
    {
        var block = Cases.GetProperty("discretised_watershed");
        int bins = block.GetProperty("bins").GetInt32();
        var levels = CaseFile.ReadLabels(block.GetProperty("labels"));
        var probabilities = new float[bins * PixelCount];
        probabilities.AsSpan().Fill(block.GetProperty("cold").GetSingle());
        for (int i = 0; i < PixelCount; i++)
            probabilities[(levels[i] * PixelCount) + i] = block.GetProperty("hot").GetSingle();
        var decoder = new DiscretisedWatershedDecoder(DiscretisedWatershedDecoderOptions.Legacy2020 with
        {
            PeakRadius = block.GetProperty("min_distance").GetInt32(),
            DetectionThreshold = block.GetProperty("threshold_abs").GetSingle(),
        });
        Assert.Equal(
            new LabelImage(32, 32, CaseFile.ReadLabels(block.GetProperty("expected"))).Renumber().Pixels,
            decoder.Decode(probabilities, bins, 32, 32).Pixels);
    }

    [Fact]
    public void Ripples_in_the_deepest_bin_split_no_cell_unless_they_reach_the_prominence()
    {
        // Two squares of 15 x 15 that touch, whose deep middles a network is almost, but not evenly, sure of.
        const int Height = 15, Width = 30, Bins = 4;
        var truth = new int[Height * Width];
        var outer = new float[truth.Length];
        var bins = new byte[truth.Length];
        for (int i = 0; i < truth.Length; i++)
            truth[i] = i % Width < 15 ? 1 : 2;
        DistanceTargets.Fill(truth, Height, Width, new DistanceTargetOptions(), [], outer);
        DistanceBins.Fill(outer, Bins, ownBackground: true, bins);
        var probabilities = new float[Bins * truth.Length];
        for (int i = 0; i < truth.Length; i++)
        {
            float ripple = i % 7 / 100f;
            probabilities[(bins[i] * truth.Length) + i] = 1 - ripple;
            probabilities[((bins[i] == 1 ? 2 : 1) * truth.Length) + i] += ripple;
        }
        foreach (double smoothing in new[] { 0.0, 1 })
        {
            var found = new DiscretisedWatershedDecoder(new() { Smoothing = smoothing }).Decode(probabilities, Bins, Height, Width);
            Assert.Equal(2, found.CountCells());
            // Where the outermost bins meet nothing but ripples says which cell a pixel is of.
            Assert.InRange(truth.Zip(found.Pixels).Count(pair => pair.First != pair.Second), 0, truth.Length / 20);
        }
        Assert.True(new DiscretisedWatershedDecoder(new() { Smoothing = 0, Prominence = 0.001f }).Decode(probabilities, Bins, Height, Width).CountCells() > 2);
    }

    private static float[] Prediction
        => [.. Cases.GetProperty("pixelwise").GetProperty("prediction_3class").EnumerateArray().SelectMany(CaseFile.ReadMap)];

    private static void AssertCells(string name, LabelImage actual)
        => Assert.Equal(
            new LabelImage(32, 32, CaseFile.ReadLabels(Cases.GetProperty("pixelwise").GetProperty(name))).Renumber().Pixels,
            actual.Pixels);
}
