using System.Text.Json;
using CellSeg.Core.Tests.Cases;
using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Models;
using CellSeg.Models.Serialization;
using CellSeg.Models.Specifications;
using CellSeg.Schemas;
using TorchSharp;
using static System.Runtime.InteropServices.MemoryMarshal;

namespace CellSeg.Core.Tests.Models;

[Collection(nameof(TorchCollection))]
public sealed class ThesisModelTests : IDisposable
{
    private static readonly JsonElement Cases = CaseFile.Read("watershed-cases.json");

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Watersheds
        => [.. Cases.GetProperty("deep_watershed").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Watersheds))]
    public void A_watershed_model_decodes_as_in_2020(string id)
    {
        var item = Cases.GetProperty("deep_watershed").EnumerateArray().Single(candidate => candidate.GetProperty("id").GetString() == id);
        var expected = item.GetProperty("expected").GetProperty("toolbox_2020_peaks_skimage_0_16");
        using var model = SaveAndLoad(SegmentationSchema.Watershed);
        var schema = (MapSchema)model.Schema;
        Assert.Equal([WatershedSchema.InnerDistance, WatershedSchema.OuterDistance], schema.Maps);
        var maps = schema.Maps.Zip(["inner", "outer"]).ToDictionary(pair => pair.First, pair => CaseFile.ReadMap(item.GetProperty(pair.Second)));
        int radius = expected.GetProperty("kwargs").GetProperty("min_distance").GetInt32();
        // Most cases have the radius that was the default; the others ask for one.
        var decoder = (WatershedDecoderOptions)model.Decoder;
        Assert.Equal(10, decoder.PeakRadius);
        Assert.Equal(CaseFile.ReadLabels(expected.GetProperty("output")), schema.Decode(maps, 32, 32, decoder with { PeakRadius = radius }).Pixels);
    }

    [Fact]
    public void A_pixelwise_model_reads_the_interior_and_removes_nothing()
    {
        var block = Cases.GetProperty("pixelwise");
        using var model = SaveAndLoad(SegmentationSchema.Pixelwise);
        var schema = (MapSchema)model.Schema;
        // Ideal classes of the cells that the newer code found, and one pixel of interior besides, which its least area removed.
        int[] labels = CaseFile.ReadLabels(block.GetProperty("expected_newer_on_3class"));
        int alone = Array.FindIndex(labels, label => label == 0);
        var classes = new float[3 * labels.Length];
        for (int i = 0; i < labels.Length; i++)
            classes[((labels[i] > 0 || i == alone ? 1 : 2) * labels.Length) + i] = 1;
        var found = schema.Decode(new Dictionary<OutputMap, float[]> { [schema.Maps[0]] = classes }, 32, 32, model.Decoder);
        Assert.Equal(labels.Select((label, i) => label > 0 || i == alone), found.Pixels.Select(label => label > 0));
        Assert.Contains(1, found.GetAreas().Values);
    }

    [Theory]
    [InlineData(SegmentationSchema.DiscretisedWatershed)]
    [InlineData(SegmentationSchema.RetinaMask)]
    public void Other_models_have_the_decoders_of_2020_as_well(SegmentationSchema schema)
    {
        using var model = SaveAndLoad(schema);
        DecoderOptions expected = schema == SegmentationSchema.RetinaMask ? RetinaMaskDecoderOptions.Legacy2020 : DiscretisedWatershedDecoderOptions.Legacy2020;
        Assert.Equal(expected, model.Decoder);
        Assert.Equal(model.Schema.DefaultDecoder, ModelPresets.CreateDecoder(ModelPreset.Default, model.Specification));
        Assert.NotEqual(model.Schema.DefaultDecoder, model.Decoder);
    }

    [Fact]
    public void Decoder_options_that_do_not_fit_the_maps_are_refused()
    {
        var schema = new PixelwiseSchema();
        schema.Validate(new PixelwiseDecoderOptions { InteriorChannel = 2 });
        Assert.Equal("InteriorChannel", Refuse(new PixelwiseDecoderOptions { InteriorChannel = 3 }).Target);
        Assert.Equal("MinimumArea", Refuse(new PixelwiseDecoderOptions { MinimumArea = -1 }).Target);
        Assert.Contains(nameof(WatershedDecoderOptions), Refuse(new WatershedDecoderOptions()).Reason, StringComparison.Ordinal);

        CellSegException Refuse(DecoderOptions options) => Assert.Throws<CellSegException>(() => schema.Validate(options));
    }

    [Fact]
    public void The_convolution_to_three_channels_starts_at_random_and_other_weights_as_before_without()
    {
        var specification = new ModelSpecification { LocationLayer = true, PyramidWidth = 16, Seed = 4 };
        using var grey = new SegmentationModel(specification);
        using var random = new SegmentationModel(specification with { RandomChannels = true });
        var (before, after) = (grey.GetWeights(), random.GetWeights());
        float[] Kernel(IReadOnlyDictionary<string, SafetensorsTensor> weights)
            => Cast<byte, float>(weights["channels.weight"].Data).ToArray();
        Assert.Equal([1, 0, 0, 1, 0, 0, 1, 0, 0], Kernel(before));
        // Glorot's limit for three inputs and three outputs is 1.
        Assert.All(Kernel(after), value => Assert.InRange(Math.Abs(value), 1e-6, 1));
        Assert.All(before.Where(pair => pair.Key != "channels.weight"), pair => Assert.Equal(pair.Value.Data, after[pair.Key].Data));
    }

    [Fact]
    public void Running_statistics_of_heads_have_the_momentum_of_Keras_and_the_backbones_its_own()
    {
        var thesis = ModelPresets.Create(ModelPreset.Thesis);
        Assert.Equal((0.01, 0.001), (thesis.HeadMomentum, thesis.BackboneOptions.BatchNormMomentum));
        Assert.Equal(0.05, new ModelSpecification().HeadMomentum);
        foreach (double momentum in (double[])[0, 1])
        {
            using var model = new SegmentationModel(thesis with { PyramidWidth = 16, HeadBatchNormMomentum = momentum });
            var before = model.GetWeights();
            model.Network.train();
            using (torch.NewDisposeScope())
            using (torch.no_grad())
                model.Network.forward(torch.tensor(TestImages.Noise(64, 64, 1).Pixels, [1, 1, 64, 64]));
            var changed = model.GetWeights().Where(pair => !pair.Value.Data.AsSpan().SequenceEqual(before[pair.Key].Data)).Select(pair => pair.Key).ToList();
            Assert.Contains(changed, name => name.StartsWith("backbone.", StringComparison.Ordinal));
            Assert.Equal(momentum > 0, changed.Exists(name => name.StartsWith("heads.", StringComparison.Ordinal)));
        }
    }

    /// <summary>A thesis model as a session would have it after it was saved.</summary>
    private SegmentationModel SaveAndLoad(SegmentationSchema schema)
    {
        var specification = ModelPresets.Create(ModelPreset.Thesis, schema) with { PyramidWidth = 16 };
        using (var model = new SegmentationModel(specification) { Decoder = ModelPresets.CreateDecoder(ModelPreset.Thesis, specification) })
            ModelFolder.Save(model, _folder["model"]);
        var loaded = ModelFolder.Load(_folder["model"]);
        Assert.Equal(specification, loaded.Specification);
        return loaded;
    }
}
