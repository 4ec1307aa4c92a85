using System.Text.Json;
using CellSeg.Core.Tests.Cases;
using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;
using CellSeg.Inference.Decoding;

namespace CellSeg.Core.Tests.Inference;

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
        foreach (string variant in new[] { "newest_h_maxima", "newest_peak_local_max" })
        {
            var (inner, outer, expected) = Find(id, variant);
            int radius = expected.GetProperty("kwargs").GetProperty("radius").GetInt32();
            var interior = new float[outer.Length];
            GaussianFilter.Apply(outer, 32, 32, 1, interior);
            var peaks = new bool[inner.Length];
            if (variant == "newest_h_maxima")
                HMaxima.Find(inner, 32, 32, 0.1f, radius, peaks);
            else
                LocalMaxima.FindSeparated(inner, 32, 32, radius, 0.1f).ForEach(peak => peaks[peak] = true);
            var labels = new LabelImage(32, 32);
            ConnectedComponents.Label<bool>(peaks, 32, 32, PixelConnectivity.Eight, labels.Pixels);
            var mask = new bool[inner.Length];
            Threshold.Above(interior, 0.01f, mask);
            Watershed.FloodFromPeaks(interior, mask, 32, 32, labels.Pixels);
            Assert.Equal(CaseFile.ReadLabels(expected.GetProperty("output")), labels.Renumber().Pixels);
        }
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
}
