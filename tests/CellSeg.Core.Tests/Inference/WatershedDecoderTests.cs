using System.Text.Json;
using CellSeg.Core.Tests.Cases;
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
