using CellSeg.Core.Tests.Cases;
using CellSeg.Core.Tests.Support;
using CellSeg.Models;
using CellSeg.Models.Serialization;
using CellSeg.Models.Specifications;

namespace CellSeg.Core.Tests.Models.Networks;

[Collection(nameof(TorchCollection))]
public sealed class ResNet50WeightTests : IDisposable
{
    private const string Cases = "resnet50-cases.json";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_names_and_shapes_are_those_of_torchvision()
    {
        var tensors = TorchvisionResNet50.GetTensors().ToList();
        Assert.Equal(CaseFile.Read(Cases).GetProperty("names").GetString(), TorchvisionResNet50.Hash(tensors));
        Assert.Equal(320, tensors.Count);
        // Torchvision tells as many weights, without running statistics.
        Assert.Equal(25_557_032, tensors.Where(tensor => !tensor.Name.Contains("running", StringComparison.Ordinal) && tensor.Shape.Length > 0)
            .Sum(tensor => tensor.Shape.Aggregate(1L, (product, size) => product * size)));
    }

    /// <summary>The expected numbers come from torchvision, by benchmarks/python/features/check_resnet50.py.</summary>
    [Fact]
    public void All_weights_but_the_classifiers_are_used_and_give_the_features_of_torchvision()
    {
        var weights = TorchvisionResNet50.MakeWeights();
        var file = Write(weights);
        using var model = new SegmentationModel(NewSpecification(file));
        var report = file.LoadInto(model);
        Assert.Equal(["fc.bias", "fc.weight"], report.UnusedTensors.Order());
        Assert.Equal((265, 23_561_152), (report.LoadedTensorCount, report.LoadedParameterCount));
        var backbone = model.GetWeights().Where(pair => pair.Key.StartsWith("backbone.", StringComparison.Ordinal)).ToList();
        Assert.Equal(265, backbone.Count);
        Assert.All(backbone, pair => Assert.True(weights[pair.Key["backbone.".Length..]].Data.AsSpan().SequenceEqual(pair.Value.Data), pair.Key));
        FeatureCases.Check(model, Cases);
    }

    [Fact]
    public void A_wider_network_of_the_same_names_is_refused_by_the_first_weight_that_does_not_fit()
    {
        var file = Write(TorchvisionResNet50.MakeWeights(widening: 2));
        using var model = new SegmentationModel(NewSpecification(file));
        var before = model.GetWeights();
        var error = Assert.Throws<CellSegException>(() => file.LoadInto(model));
        Assert.Equal(file.Path, error.Target);
        Assert.Equal("the weight 'layer1.0.conv1.weight' has the shape [128, 64, 1, 1], the model needs [64, 64, 1, 1]", error.Reason);
        Assert.True(Weights.AreEqual(before, model.GetWeights()));
    }

    [Fact]
    public void A_deeper_network_is_called_so_although_it_has_all_names_and_shapes()
    {
        var bias = new SafetensorsTensor(SafetensorsType.Float32, [1], new byte[4]);
        var file = Write(new() { ["layer1.0.conv3.weight"] = bias, ["layer3.6.conv3.weight"] = bias });
        using var model = new SegmentationModel(NewSpecification(file));
        var error = Assert.Throws<CellSegException>(() => file.LoadInto(model));
        Assert.Contains("ResNet101 or ResNet152", error.Reason, StringComparison.Ordinal);
        Assert.Equal("Give a file for ResNet50", error.Remedy);
    }

    private static ModelSpecification NewSpecification(PretrainedBackbone file) => new()
    {
        Backbone = BackboneKind.ResNet50,
        BackboneOptions = file.Adapt(BackboneOptions.For(BackboneKind.ResNet50)),
        PyramidWidth = 16,
    };

    private PretrainedBackbone Write(Dictionary<string, SafetensorsTensor> weights)
    {
        SafetensorsFile.Write(_folder["resnet50.safetensors"], weights);
        return PretrainedBackbone.Read(_folder["resnet50.safetensors"]);
    }
}
