using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Inference.Prediction;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Serialization;
using CellSeg.Models.Specifications;
using CellSeg.Numerics;
using CellSeg.Schemas;

namespace CellSeg.Core.Tests.Models;

[Collection(nameof(TorchCollection))]
public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SegmentationModel _model = new(new ModelSpecification { Seed = 3, PyramidWidth = 32 }, "nuclei")
    {
        Decoder = new WatershedDecoderOptions { MinimumArea = 9, UnmarkedRegionArea = null },
        Training = new TrainingProvenance
        {
            Dataset = "d", MovieCount = 1, AnnotationCount = 2, Seed = 3, Epochs = 4,
            FinishedAt = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        },
    };

    public ModelFolderTests() => ModelFolder.Save(_model, Saved);

    private string Saved => _folder["saved"];

    private string Settings => _folder["saved", "model.json"];

    private string WeightsPath => _folder["saved", "weights.safetensors"];

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_loaded_model_is_saved_to_the_same_bytes_and_predicts_the_same()
    {
        using var loaded = ModelFolder.Load(Saved);
        string again = _folder["again"];
        ModelFolder.Save(loaded, again);
        foreach (string file in (string[])["model.json", "weights.safetensors"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(Saved, file)), File.ReadAllBytes(Path.Combine(again, file)));
        Assert.Equal(
            (_model.Name, _model.Specification, _model.Decoder, _model.Training),
            (loaded.Name, loaded.Specification, loaded.Decoder, loaded.Training));
        var image = TestImages.Noise(40, 70, 1);
        var expected = Predict(_model);
        var actual = Predict(loaded);
        Assert.All(expected, pair => Assert.Equal(pair.Value, actual[pair.Key]));

        IReadOnlyDictionary<OutputMap, float[]> Predict(SegmentationModel model)
            => ((PredictedMaps)FramePredictor.Create(model, new PredictorOptions { Precision = ComputePrecision.Float32 }).Predict(image)).Maps;
    }

    [Theory]
    [InlineData("CellDiameter", double.NaN)]
    [InlineData("CellDiameter", 0)]
    [InlineData("PixelSize", double.PositiveInfinity)]
    [InlineData("PixelSize", -0.5)]
    [InlineData("Scores", double.NaN)]
    [InlineData("Scores", double.NegativeInfinity)]
    public void What_cannot_be_saved_is_refused_by_name_and_the_model_before_stays_whole(string name, double value)
    {
        byte[][] before = [File.ReadAllBytes(Settings), File.ReadAllBytes(WeightsPath)];
        using var other = new SegmentationModel(_model.Specification with { Seed = 4 })
        {
            CellDiameter = name == "CellDiameter" ? value : null,
            PixelSize = name == "PixelSize" ? value : null,
            Card = name == "Scores" ? new ModelCard { Scores = new Dictionary<string, double> { ["AP50"] = value } } : null,
        };
        Assert.Equal(name, Assert.Throws<CellSegException>(() => ModelFolder.Save(other, Saved)).Target);
        Assert.Equal(before, [File.ReadAllBytes(Settings), File.ReadAllBytes(WeightsPath)]);
    }

    [Fact]
    public void Where_the_settings_cannot_be_written_the_weights_before_stay()
    {
        Directory.CreateDirectory(_folder["blocked", "model.json"]);
        string weights = _folder.Write(Path.Combine("blocked", "weights.safetensors"), "old");
        Assert.Equal(_folder["blocked", "model.json"], Assert.Throws<CellSegException>(() => ModelFolder.Save(_model, _folder["blocked"])).Target);
        Assert.Equal("old", File.ReadAllText(weights));
        Assert.Equal([weights], Directory.GetFiles(_folder["blocked"], "*", new EnumerationOptions { AttributesToSkip = 0 }));
    }

    [Fact]
    public void A_folder_without_a_model_is_refused_by_name()
    {
        Assert.True(ModelFolder.Exists(Saved));
        Assert.False(ModelFolder.Exists(_folder.Path));
        Assert.Equal(_folder.Path, Assert.Throws<CellSegException>(() => ModelFolder.Load(_folder.Path)).Target);
        File.Delete(WeightsPath);
        AssertRefused(WeightsPath, WeightsPath);
    }

    [Fact]
    public void A_newer_version_is_refused_even_where_it_has_other_fields()
    {
        Edit("\"formatVersion\": 1", "\"formatVersion\": 2, \"somethingNew\": 3");
        AssertRefused(Settings, "version 2");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"formatVersion\": \"one\"}")]
    [InlineData("this is no JSON")]
    public void Settings_that_are_none_are_refused_by_name(string text)
    {
        File.WriteAllText(Settings, text);
        AssertRefused(Settings, Settings);
    }

    [Theory]
    [InlineData("\"name\": \"nuclei\"", "\"name\": null")]
    [InlineData("\"name\": \"nuclei\"", "\"name\": \"nuclei\", \"unknown\": 1")]
    [InlineData("\"backbone\": \"MobileNetV2\"", "\"backbone\": \"Other\"")]
    [InlineData("\"backbone\": \"MobileNetV2\"", "\"backbone\": 0")]
    [InlineData("\"pyramidWidth\": 32", "\"pyramidWidth\": -1")]
    [InlineData("\"pyramidWidth\": 32", "\"pyramidWidth\": 0")]
    [InlineData("\"pyramidWidth\": 32", "\"pyramidWidth\": 2000000000")]
    [InlineData("\"inputChannels\": 1", "\"inputChannels\": 0")]
    [InlineData("\"peakRadius\": 5", "\"peakRadius\": -3")]
    [InlineData("\"peakRadius\": 5", "\"peakRadius\": 1e99")]
    [InlineData("\"batchNormEpsilon\": 0.001", "\"batchNormEpsilon\": -1")]
    public void Settings_out_of_range_are_refused(string original, string edited)
    {
        Edit(original, edited);
        Assert.Throws<CellSegException>(() => ModelFolder.Load(Saved));
    }

    [Fact]
    public void Damaged_settings_are_refused_or_read_and_never_anything_else()
    {
        byte[] intact = File.ReadAllBytes(Settings);
        var random = new RandomSource(1);
        // A model a try takes time: only the tries that leave JSON intact get that far.
        for (int i = 0; i < 30; i++)
        {
            byte[] damaged = [.. intact];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(Settings, damaged);
            try
            {
                ModelFolder.Load(Saved).Dispose();
            }
            catch (CellSegException)
            {
            }
        }
    }

    [Fact]
    public void Weights_that_are_missing_left_over_or_of_another_shape_are_named()
    {
        const string name = "heads.0.output.weight";
        var weights = SafetensorsFile.Read(WeightsPath).Tensors;
        Assert.Contains(name, weights.Keys);

        SafetensorsFile.Write(WeightsPath, weights.Where(pair => pair.Key != name).ToDictionary());
        AssertRefused(WeightsPath, $"'{name}'");
        SafetensorsFile.Write(WeightsPath, weights.Append(new("surplus", weights[name])).ToDictionary());
        AssertRefused(WeightsPath, "'surplus'");
        var reshaped = weights.ToDictionary();
        reshaped[name] = weights[name] with { Shape = [.. weights[name].Shape.Reverse()] };
        SafetensorsFile.Write(WeightsPath, reshaped);
        AssertRefused(WeightsPath, $"'{name}'");
    }

    [Fact]
    public void Percentiles_of_the_normalisation_are_kept_and_written_only_where_they_are_chosen()
    {
        Assert.DoesNotContain("Percentile\":", File.ReadAllText(Settings), StringComparison.Ordinal);
        using var chosen = new SegmentationModel(_model.Specification with { LowPercentile = 0.5, HighPercentile = 100 });
        ModelFolder.Save(chosen, _folder["chosen"]);
        Assert.Contains("Percentile\":", File.ReadAllText(_folder["chosen", "model.json"]), StringComparison.Ordinal);
        using var loaded = ModelFolder.Load(_folder["chosen"]);
        Assert.Equal(chosen.Specification, loaded.Specification);
        var image = TestImages.Noise(20, 20, 1);
        Assert.Equal(1, loaded.Specification.Normalize(image, "Image").Pixels.Max());
        Assert.True(_model.Specification.Normalize(image, "Image").Pixels.Max() > 1);
    }

    [Fact]
    public void The_model_that_a_training_started_from_is_kept_and_written_only_where_there_is_one()
    {
        Assert.DoesNotContain("baseModel", File.ReadAllText(Settings), StringComparison.Ordinal);
        _model.Training = _model.Training! with { BaseModel = "nuclei" };
        ModelFolder.Save(_model, _folder["tuned"]);
        using var loaded = ModelFolder.Load(_folder["tuned"]);
        Assert.Equal("nuclei", loaded.Training!.BaseModel);
        using var copy = loaded.Clone();
        Assert.Equal(_model.Training, copy.Training);
    }

    [Theory]
    [InlineData("\"lowPercentile\": 100")]
    [InlineData("\"lowPercentile\": -1")]
    [InlineData("\"highPercentile\": 101")]
    [InlineData("\"lowPercentile\": 60, \"highPercentile\": 60")]
    public void Percentiles_that_cannot_be_are_refused(string percentiles)
    {
        Edit("\"normalization\": \"Percentile\"", $"\"normalization\": \"Percentile\", {percentiles}");
        AssertRefused(Settings, "Percentile");
    }

    [Theory]
    [InlineData("WholeImage", "\"lowPercentile\": 1")]
    [InlineData("None", "\"highPercentile\": 99.8")]
    public void Percentiles_are_refused_where_the_normalisation_has_none(string normalization, string percentile)
    {
        Edit("\"normalization\": \"Percentile\"", $"\"normalization\": \"{normalization}\", {percentile}");
        AssertRefused(Settings, $"{normalization} has no percentiles");
    }

    [Fact]
    public void Half_precision_weights_are_loaded()
    {
        var weights = SafetensorsFile.Read(WeightsPath).Tensors.ToDictionary();
        const string name = "heads.0.output.bias";
        // 1.5 as bfloat16 and as float16.
        foreach (var (type, bytes) in ((string, byte[])[])[("BF16", [0xC0, 0x3F]), ("F16", [0, 0x3E])])
        {
            weights[name] = new SafetensorsTensor(SafetensorsType.Find(type)!, [1], bytes);
            SafetensorsFile.Write(WeightsPath, weights);
            using var loaded = ModelFolder.Load(Saved);
            Assert.Equal(1.5f, BitConverter.ToSingle(loaded.GetWeights()[name].Data));
        }
    }

    private void Edit(string original, string edited)
    {
        string text = File.ReadAllText(Settings);
        Assert.Contains(original, text, StringComparison.Ordinal);
        File.WriteAllText(Settings, text.Replace(original, edited, StringComparison.Ordinal));
    }

    private void AssertRefused(string target, string mentioned)
    {
        var error = Assert.Throws<CellSegException>(() => ModelFolder.Load(Saved));
        Assert.Equal(target, error.Target);
        Assert.Contains(mentioned, error.Message, StringComparison.Ordinal);
    }
}
