using CellSeg.Core.Tests.Support;
using CellSeg.Models;
using CellSeg.Models.Specifications;

namespace CellSeg.Core.Tests.Models.Networks;

[Collection(nameof(TorchCollection))]
public sealed class MobileNetFeatureTests
{
    /// <summary>The expected numbers come from benchmarks/python/features/check_mobilenet.py, which has the network a second time.</summary>
    [Fact]
    public void The_published_weights_give_the_features_of_an_independent_network()
    {
        string path = SharedFile.Find("weights/mobilenet_v2_imagenet.safetensors");
        var weights = PretrainedBackbone.Read(path);
        using var model = new SegmentationModel(new ModelSpecification { BackboneOptions = weights.Adapt(new BackboneOptions()) });
        weights.LoadInto(model);
        FeatureCases.Check(model, "mobilenet-cases.json");
    }
}
