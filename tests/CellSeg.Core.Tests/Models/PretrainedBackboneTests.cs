using CellSeg.Core.Tests.Support;
using CellSeg.Models;
using CellSeg.Models.Serialization;
using CellSeg.Models.Specifications;

namespace CellSeg.Core.Tests.Models;

[Collection(nameof(TorchCollection))]
public sealed class PretrainedBackboneTests : IDisposable
{
    private const string Prefix = "backbone.", SomeWeight = "features.3.conv.1.0.weight";

    private readonly TemporaryFolder _folder = new();
    private readonly SegmentationModel _donor = new(new ModelSpecification { Seed = 1, PyramidWidth = 32 });
    private readonly SegmentationModel _model = new(new ModelSpecification { Seed = 2, PyramidWidth = 32 });
    private readonly Dictionary<string, SafetensorsTensor> _weights;

    public PretrainedBackboneTests() => _weights = Backbone(_donor);

    public void Dispose()
    {
        _donor.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Weights_with_the_names_of_torchvision_fill_the_backbone_and_nothing_else()
    {
        var before = _model.GetWeights();
        _weights["classifier.1.bias"] = _weights["features.0.1.bias"];
        _weights["features.0.1.num_batches_tracked"] = new(SafetensorsType.Find("I64")!, [], new byte[8]);
        var report = PretrainedBackbone.Read(Write()).LoadInto(_model);
        Assert.Equal(["classifier.1.bias"], report.UnusedTensors);
        Assert.Equal(["channels", "pyramid", "heads"], report.UntouchedParts);
        Assert.Equal(1_843_264, report.LoadedParameterCount);
        Assert.Contains("classifier.1.bias", report.ToString(), StringComparison.Ordinal);
        var after = _model.GetWeights();
        var donated = _donor.GetWeights();
        Assert.All(after, pair => Assert.Equal((pair.Key.StartsWith(Prefix, StringComparison.Ordinal) ? donated : before)[pair.Key].Data, pair.Value.Data));
    }

    [Fact]
    public void Metadata_tell_the_conventions_and_torchvisions_are_assumed_without()
    {
        var given = new BackboneOptions { BatchNormMomentum = 0.2, StrideInFirstConvolution = false, ConvolutionBias = false };
        Assert.Equal(given with { BatchNormEpsilon = 1e-5, Padding = ConvolutionPadding.Symmetric }, PretrainedBackbone.Read(Write()).Adapt(given));
        string keras = Write(new() { ["batch_norm_eps"] = "1e-3", ["padding"] = "tensorflow-same" });
        Assert.Equal(given with { BatchNormEpsilon = 1e-3, Padding = ConvolutionPadding.TensorFlowSame }, PretrainedBackbone.Read(keras).Adapt(given));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_of_ResNet50_needs_its_own_conventions(bool hasBias)
    {
        var options = BackboneOptions.For(BackboneKind.ResNet50) with { ConvolutionBias = hasBias, StrideInFirstConvolution = false };
        using var donor = new SegmentationModel(
            ModelPresets.Create(ModelPreset.Default, backbone: BackboneKind.ResNet50) with { BackboneOptions = options, PyramidWidth = 16, Seed = 1 });
        var weights = Backbone(donor);
        weights["fc.weight"] = weights["bn1.weight"];
        string path = _folder["resnet.safetensors"];
        SafetensorsFile.Write(path, weights);
        var file = PretrainedBackbone.Read(path);
        var adapted = file.Adapt(BackboneOptions.For(BackboneKind.ResNet50));
        Assert.Equal(options with { BatchNormEpsilon = 1e-5, Padding = ConvolutionPadding.Symmetric }, adapted);
        using var model = new SegmentationModel(donor.Specification with { BackboneOptions = adapted, Seed = 2 });
        Assert.Equal(["fc.weight"], file.LoadInto(model).UnusedTensors);
        Assert.All(Backbone(donor), pair => Assert.Equal(pair.Value.Data, Backbone(model)[pair.Key].Data));
        // Where the stride stands in He's version, the file's blocks would be read wrongly; without it nothing is missing.
        Assert.Contains("layer1.0.conv1.weight", weights.Keys);
        Assert.Contains("layer4.2.bn3.running_var", weights.Keys);
        Assert.Contains("layer2.0.downsample.1.weight", weights.Keys);
    }

    [Fact]
    public void FeatureNet_has_no_published_weights()
    {
        using var model = new SegmentationModel(ModelPresets.Create(ModelPreset.Default, backbone: BackboneKind.FeatureNet) with { PyramidWidth = 16 });
        Assert.Contains("FeatureNet", Assert.Throws<CellSegException>(() => PretrainedBackbone.Read(Write()).LoadInto(model)).Message);
    }

    [Theory]
    [InlineData("batch_norm_eps", "small")]
    [InlineData("batch_norm_eps", "0")]
    [InlineData("batch_norm_eps", "NaN")]
    [InlineData("batch_norm_eps", "1e999")]
    [InlineData("padding", "other")]
    public void Metadata_that_are_not_known_are_refused(string key, string value)
    {
        string path = Write(new() { [key] = value });
        Assert.Equal(path, Assert.Throws<CellSegException>(() => PretrainedBackbone.Read(path).Adapt(new BackboneOptions())).Target);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_weight_that_is_missing_or_of_another_shape_is_named_and_changes_nothing(bool isMissing)
    {
        if (isMissing)
            _weights.Remove(SomeWeight);
        else
            _weights[SomeWeight] = _weights[SomeWeight] with { Shape = [.. _weights[SomeWeight].Shape.Reverse()] };
        var before = _model.GetWeights();
        string path = Write();
        var error = Assert.Throws<CellSegException>(() => PretrainedBackbone.Read(path).LoadInto(_model));
        Assert.Equal(path, error.Target);
        Assert.Contains(SomeWeight, error.Reason, StringComparison.Ordinal);
        Assert.True(Weights.AreEqual(before, _model.GetWeights()));
    }

    [Fact]
    public void Weights_of_another_backbone_are_called_so()
    {
        var weights = _weights["features.0.1.bias"];
        SafetensorsFile.Write(_folder["other.safetensors"], new Dictionary<string, SafetensorsTensor> { ["layer1.0.conv3.weight"] = weights });
        var error = Assert.Throws<CellSegException>(() => PretrainedBackbone.Read(_folder["other.safetensors"]).LoadInto(_model));
        Assert.Contains("ResNet50", error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_no_finite_floats_are_refused_and_change_nothing()
    {
        var before = _model.GetWeights();
        var intact = _weights[SomeWeight];
        byte[] infinite = [.. intact.Data];
        BitConverter.TryWriteBytes(infinite.AsSpan(8), float.PositiveInfinity);
        long count = intact.Data.Length / sizeof(float);
        foreach (var damaged in (SafetensorsTensor[])[intact with { Data = infinite }, new(SafetensorsType.Find("I64")!, intact.Shape, new byte[8 * count])])
        {
            _weights[SomeWeight] = damaged;
            string path = Write();
            var error = Assert.Throws<CellSegException>(() => PretrainedBackbone.Read(path).LoadInto(_model));
            Assert.Contains(SomeWeight, error.Reason, StringComparison.Ordinal);
        }
        Assert.True(Weights.AreEqual(before, _model.GetWeights()));
    }

    [Fact]
    public void A_truncated_file_is_refused_by_name()
    {
        string path = Write();
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^100]);
        Assert.Equal(path, Assert.Throws<CellSegException>(() => PretrainedBackbone.Read(path)).Target);
    }

    [Fact]
    public void The_published_weights_lack_nothing_and_leave_only_the_last_convolution()
    {
        string path = SharedFile.Find("weights/mobilenet_v2_imagenet.safetensors");
        var weights = PretrainedBackbone.Read(path);
        using var model = new SegmentationModel(_model.Specification with { BackboneOptions = weights.Adapt(new BackboneOptions()) });
        var unused = weights.LoadInto(model).UnusedTensors;
        Assert.NotEmpty(unused);
        Assert.All(unused, key => Assert.StartsWith("features.18.", key, StringComparison.Ordinal));
        var read = SafetensorsFile.Read(path).Tensors;
        Assert.Equal(read["features.17.conv.3.running_var"].Data, Backbone(model)["features.17.conv.3.running_var"].Data);
    }

    private static Dictionary<string, SafetensorsTensor> Backbone(SegmentationModel model)
        => model.GetWeights().Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(
            pair => pair.Key[Prefix.Length..], pair => pair.Value);

    private string Write(Dictionary<string, string>? metadata = null)
    {
        string path = _folder["backbone.safetensors"];
        SafetensorsFile.Write(path, _weights, metadata);
        return path;
    }
}
