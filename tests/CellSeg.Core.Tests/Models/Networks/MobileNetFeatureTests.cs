using CellSeg.Core.Tests.Cases;
using CellSeg.Core.Tests.Support;
using CellSeg.Models;
using CellSeg.Models.Specifications;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Models.Networks;

[Collection(nameof(TorchCollection))]
public sealed class MobileNetFeatureTests
{
    /// <summary>The expected numbers come from benchmarks/python/check_mobilenet.py, which has the network a second time.</summary>
    [Fact]
    public void The_published_weights_give_the_features_of_an_independent_network()
    {
        string path = SharedFile.Find("weights/mobilenet_v2_imagenet.safetensors");
        var weights = PretrainedBackbone.Read(path);
        using var model = new SegmentationModel(new ModelSpecification { BackboneOptions = weights.Adapt(new BackboneOptions()) });
        weights.LoadInto(model);

        var expected = CaseFile.Read("mobilenet-cases.json");
        int size = expected.GetProperty("size").GetInt32();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var levels = model.Network.Backbone.forward(tensor(FormulaImage(size), [1, 3, size, size]), ScalarType.Float32);
        Assert.Equal(levels.Length, expected.GetProperty("levels").GetArrayLength());
        foreach (var (level, reference) in levels.Zip(expected.GetProperty("levels").EnumerateArray()))
        {
            double std = reference.GetProperty("std").GetDouble();
            float tolerance = (float)(1e-4 * std);
            float[] values = level.contiguous().data<float>().ToArray();
            Assert.Equal(reference.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt64()), level.shape.Skip(1));
            Assert.Equal(reference.GetProperty("mean").GetDouble(), values.Average(value => (double)value), tolerance);
            Assert.Equal(std, level.std(unbiased: false).item<float>(), tolerance);
            var places = reference.GetProperty("places").EnumerateArray().Select(place => place.GetInt32());
            CaseFile.AssertClose(
                [.. reference.GetProperty("values").EnumerateArray().Select(value => value.GetSingle())],
                [.. places.Select(place => values[place])], tolerance);
        }
    }

    private static float[] FormulaImage(int size)
    {
        var values = new float[3 * size * size];
        int i = 0;
        for (int c = 0; c < 3; c++)
        {
            for (int y = 0; y < size; y++)
            {
                for (int x = 0; x < size; x++)
                    values[i++] = (float)Math.Sin((0.1 * (c + 1) * y) + (0.05 * x));
            }
        }
        return values;
    }
}
