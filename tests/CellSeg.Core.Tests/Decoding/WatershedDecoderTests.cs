using System.Text.Json;
using CellSeg.Core.Tests.Cases;
using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Decoding.Steps;
using CellSeg.Evaluation;
using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;
using CellSeg.Imaging.Morphology.Flooding;
using CellSeg.Targets;

namespace CellSeg.Core.Tests.Decoding;

public sealed class WatershedDecoderTests
{
    private static readonly JsonElement Cases = CaseFile.Read("watershed-cases.json").GetProperty("deep_watershed");

    public static TheoryData<string> CaseNames => [.. Cases.EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void The_preset_of_2020_gives_the_labels_of_2020(string id)
    {
        var (inner, outer, expected) = Find(id, "toolbox_2020_peaks_skimage_0_16");
        int radius = expected.GetProperty("kwargs").GetProperty("min_distance").GetInt32();
        var decoder = new WatershedDecoder(WatershedDecoderOptions.Legacy2020 with { PeakRadius = radius });
        Assert.Equal(CaseFile.ReadLabels(expected.GetProperty("output")), decoder.Decode(inner, outer, 32, 32).Pixels);
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void The_steps_in_the_order_of_the_newest_toolbox_give_its_labels(string id)
    {
        var (inner, outer, expected) = Find(id, "newest_peak_local_max");
        int radius = expected.GetProperty("kwargs").GetProperty("radius").GetInt32();
        var interior = new float[outer.Length];
        GaussianFilter.Apply(outer, 32, 32, 1, interior);
        var peaks = new bool[inner.Length];
        LocalMaxima.FindSeparated(inner, 32, 32, radius, 0.1f).ForEach(peak => peaks[peak] = true);
        var labels = new LabelImage(32, 32);
        ConnectedComponents.Label<bool>(peaks, 32, 32, PixelConnectivity.Eight, labels.Pixels);
        var mask = new bool[inner.Length];
        Threshold.Above(interior, 0.01f, mask);
        Watershed.FloodFromPeaks(interior, mask, 32, 32, labels.Pixels);
        Assert.Equal(CaseFile.ReadLabels(expected.GetProperty("output")), labels.Renumber().Pixels);
    }

    [Fact]
    public void Perfect_maps_of_touching_cells_give_the_cells_back()
    {
        var random = new Random(13);
        for (int run = 0; run < 20; run++)
        {
            var truth = DrawDiscs(random, 96, 96, 20);
            var inner = new float[truth.Pixels.Length];
            var outer = new float[truth.Pixels.Length];
            var foreground = new float[truth.Pixels.Length];
            DistanceTargets.Fill(truth.Pixels, 96, 96, new DistanceTargetOptions(), inner, outer);
            ForegroundTargets.Fill(truth.Pixels, foreground);
            var found = new WatershedDecoder().Decode(inner, outer, foreground, 96, 96);
            int correct = truth.GetAreas().Count(cell => HasPartner(truth, found, cell.Key));
            Assert.InRange(correct, truth.CountCells() * 0.9, truth.CountCells());
            Assert.Equal(truth.Pixels.Select(label => label > 0), found.Pixels.Select(label => label > 0));
        }
    }

    [Fact]
    public void Foreground_without_a_marker_is_a_cell_only_when_large_enough()
    {
        float[] inner = [1, 0.5f, 0, 0, 0, 0, 0, 0];
        float[] outer = [1, 1, 0, 1, 1, 0, 1, 0];
        int[] Decode(int? area) => new WatershedDecoder(new() { InnerSmoothing = 0, UnmarkedRegionArea = area }).Decode(inner, outer, 1, 8).Pixels;
        Assert.Equal([1, 1, 0, 0, 0, 0, 0, 0], Decode(null));
        Assert.Equal([1, 1, 0, 2, 2, 0, 0, 0], Decode(2));
        Assert.Equal([1, 1, 0, 2, 2, 0, 3, 0], Decode(1));
    }

    [Fact]
    public void Maps_that_are_not_numbers_or_empty_give_no_cells()
    {
        float[] none = [float.NaN, float.NaN, float.NaN, float.NaN];
        Assert.Equal(0, new WatershedDecoder().Decode(none, none, 2, 2).MaxLabel);
        Assert.Equal(0, new WatershedDecoder().Decode(new float[4], new float[4], 2, 2).MaxLabel);
    }

    [Fact]
    public void A_dip_that_only_the_outer_distance_has_parts_cells_in_the_product()
    {
        float[] inner = [0.5f, 0.9f, 0.95f, 1, 0.95f, 0.9f, 0.5f];
        float[] outer = [0.5f, 1, 0.5f, 0.2f, 0.5f, 1, 0.5f];
        var options = new WatershedDecoderOptions { InnerSmoothing = 0 };
        Assert.Equal(1, new WatershedDecoder(options).Decode(inner, outer, 1, 7).MaxLabel);
        var parted = new WatershedDecoder(options with { MarkerSource = MarkerSource.Product }).Decode(inner, outer, 1, 7);
        Assert.Equal([1, 1, 1, 2, 2], parted.Pixels.Where((_, i) => i is 0 or 1 or 2 or 4 or 5));
        Assert.Equal(2, parted.MaxLabel);
        // The maps of the caller stay as they are.
        Assert.Equal((0.9f, 0.2f), (inner[1], outer[3]));
    }

    [Fact]
    public void Perfect_maps_give_the_cells_back_from_the_product_as_well()
    {
        var random = new Random(13);
        double sum = 0;
        for (int run = 0; run < 20; run++)
        {
            var truth = DrawDiscs(random, 96, 96, 20);
            var (inner, outer, foreground) = (new float[truth.Pixels.Length], new float[truth.Pixels.Length], new float[truth.Pixels.Length]);
            DistanceTargets.Fill(truth.Pixels, 96, 96, new DistanceTargetOptions { Alpha = null, AlphaExponent = 1, Beta = 12 }, inner, outer);
            ForegroundTargets.Fill(truth.Pixels, foreground);
            var found = new WatershedDecoder(new() { MarkerSource = MarkerSource.Product }).Decode(inner, outer, foreground, 96, 96);
            sum += SegmentationEvaluator.Evaluate(truth, found).F1 / 20;
        }
        // What a disc that lies over another leaves of it may have two deep places.
        Assert.InRange(sum, 0.95, 1);
    }

    [Fact]
    public void Options_survive_JSON()
    {
        var options = WatershedDecoderOptions.Legacy2020 with { MinimumArea = 7 };
        Assert.Equal(options, JsonSerializer.Deserialize<WatershedDecoderOptions>(JsonSerializer.Serialize(options)));
    }

    [Fact]
    public void Options_out_of_range_name_themselves()
    {
        var error = Assert.Throws<CellSegException>(() => new WatershedDecoder(new WatershedDecoderOptions { PeakRadius = -1 }));
        Assert.Equal(nameof(WatershedDecoderOptions.PeakRadius), error.Target);
    }

    private static (float[] Inner, float[] Outer, JsonElement Expected) Find(string id, string variant)
    {
        var item = Cases.EnumerateArray().Single(candidate => candidate.GetProperty("id").GetString() == id);
        return (CaseFile.ReadMap(item.GetProperty("inner")), CaseFile.ReadMap(item.GetProperty("outer")),
            item.GetProperty("expected").GetProperty(variant));
    }

    private static LabelImage DrawDiscs(Random random, int height, int width, int count)
    {
        var image = new LabelImage(height, width);
        for (int label = 1; label <= count; label++)
        {
            double y = random.Next(height), x = random.Next(width), radius = 4 + (6 * random.NextDouble());
            for (int i = 0; i < image.Pixels.Length; i++)
            {
                double dy = (i / width) - y, dx = (i % width) - x;
                if (image.Pixels[i] == 0 && (dy * dy) + (dx * dx) < radius * radius)
                    image.Pixels[i] = label;
            }
        }
        return image.WithoutSmallCells(20);
    }

    private static bool HasPartner(LabelImage truth, LabelImage found, int label)
        => Enumerable.Range(1, found.MaxLabel).Any(other =>
        {
            int common = 0, either = 0;
            for (int i = 0; i < truth.Pixels.Length; i++)
            {
                bool a = truth.Pixels[i] == label, b = found.Pixels[i] == other;
                common += a && b ? 1 : 0;
                either += a || b ? 1 : 0;
            }
            return common > either / 2.0;
        });
}
