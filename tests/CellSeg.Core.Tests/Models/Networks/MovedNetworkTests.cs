using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Inference.Prediction;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Networks;
using CellSeg.Models.Specifications;
using CellSeg.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Models.Networks;

/// <summary>
/// Networks that change their place. A graphics card is not at hand: another number type stands in for it, since it
/// makes TorchSharp replace all parameters and buffers just so.
/// </summary>
[Collection(nameof(TorchCollection))]
public sealed class MovedNetworkTests
{
    private const int Size = 32;

    private static readonly float[] Boxes = [4, 4, 30, 20, 10, 8, 20, 31];

    public static TheoryData<SegmentationSchema, BackboneKind, TemporalMode> Networks()
    {
        var all = new TheoryData<SegmentationSchema, BackboneKind, TemporalMode>();
        foreach (var schema in Enum.GetValues<SegmentationSchema>())
        {
            foreach (var backbone in Enum.GetValues<BackboneKind>())
            {
                foreach (var mode in Enum.GetValues<TemporalMode>())
                    all.Add(schema, backbone, mode);
            }
        }
        return all;
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_moved_network_computes_with_its_moved_weights_and_comes_back_as_it_was(SegmentationSchema schema, BackboneKind backbone, TemporalMode mode)
    {
        using var scope = NewDisposeScope();
        using var model = new SegmentationModel(Specification(schema, backbone, mode));
        var network = model.Network;
        var image = Image(model.Specification);
        var before = Run(model, image);
        var weights = model.GetWeights();

        network.to(ScalarType.Float64);
        network.ComputeType = ScalarType.Float64;
        Assert.All(network.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.All(network.buffers().Where(buffer => buffer.is_floating_point()), buffer => Assert.Equal(ScalarType.Float64, buffer.dtype));
        Assert.Equal(weights.Keys, model.GetWeights().Keys);
        AssertClose(before, Run(model, image.to(ScalarType.Float64)));
        AssertLearns(model, image.to(ScalarType.Float64));

        network.to(ScalarType.Float32);
        network.ComputeType = ScalarType.Float32;
        // Learning moved the running statistics.
        model.SetWeights(weights, "test");
        Assert.All(model.GetWeights(), pair => Assert.Equal(weights[pair.Key].Data, pair.Value.Data));
        Assert.Equal(before.Select(output => output.contiguous().bytes.ToArray()), Run(model, image).Select(output => output.contiguous().bytes.ToArray()));
        AssertLearns(model, image);
    }

    [Fact]
    public void An_optimiser_of_a_moved_network_moves_its_weights()
    {
        using var scope = NewDisposeScope();
        using var model = new SegmentationModel(Specification(SegmentationSchema.Watershed, BackboneKind.MobileNetV2, TemporalMode.None));
        var network = model.Network;
        network.to(ScalarType.Float64);
        network.ComputeType = ScalarType.Float64;
        using var optimizer = new AdamOptimizer(network, new AdamOptions());
        // Larger, so that batch norm of the coarsest level has more than two values, at which all gradients are zero.
        var image = Image(model.Specification, 2 * Size).to(ScalarType.Float64);
        network.train();
        var before = model.GetWeights();
        Sum(network.forward(image)).backward();
        optimizer.Step(0.1);
        network.to(ScalarType.Float32);
        var after = model.GetWeights();
        Assert.All(network.named_parameters(), pair => Assert.NotEqual(before[pair.name].Data, after[pair.name].Data));
    }

    [Fact]
    public void Moving_a_model_frees_what_it_leaves_behind()
    {
        using var model = new SegmentationModel(Specification(SegmentationSchema.RetinaMask, BackboneKind.FeatureNet, TemporalMode.Gru));
        var weights = model.GetWeights();
        List<Tensor> Tensors() => [.. model.Network.parameters(), .. model.Network.buffers()];
        var first = Tensors();
        using (NewDisposeScope())
            model.Network.to(ScalarType.Float64);
        var second = Tensors();
        using (NewDisposeScope())
            model.Network.to(CPU, ScalarType.Float32);
        Assert.All(first.Concat(second), tensor => Assert.True(tensor.IsInvalid));
        var third = Tensors();
        model.MoveTo(ComputeDevice.Cpu);
        // It is there already.
        Assert.Equal(third, Tensors());
        Assert.All(model.GetWeights(), pair => Assert.Equal(weights[pair.Key].Data, pair.Value.Data));
        Assert.Equal(Size, FramePredictor.Create(model).Predict(TestImages.Noise(Size, Size, 1)).Decode(model.Decoder).Height);
    }

    private static ModelSpecification Specification(SegmentationSchema schema, BackboneKind backbone, TemporalMode mode) => new()
    {
        Schema = schema,
        Backbone = backbone,
        PyramidWidth = 8,
        Temporal = new TemporalOptions { Mode = mode, FramesPerBatch = mode == TemporalMode.None ? 1 : 3 },
    };

    private static Tensor Image(ModelSpecification specification, int size = Size)
    {
        int frames = 2 * specification.Temporal.FramesPerBatch;
        return tensor(TestImages.Noise(frames * size, size, 3).Pixels, [frames, 1, size, size]);
    }

    /// <summary>All that the network can say; where boxes count, of the same two boxes.</summary>
    private static Tensor[] Run(SegmentationModel model, Tensor image)
    {
        var outputs = model.Network.forward(image);
        if (model.Network is not RetinaMaskNetwork network)
            return outputs;
        var crops = network.Crop(outputs[2], Boxes, [0, 1]);
        return network.HasFinalScores
            ? [.. outputs, network.PredictMasks(crops), network.PredictFinalScores(crops)]
            : [.. outputs, network.PredictMasks(crops)];
    }

    /// <summary>What the network computes with are the tensors that it names: gradients and statistics reach them.</summary>
    private static void AssertLearns(SegmentationModel model, Tensor image)
    {
        var network = model.Network;
        var statistics = network.named_buffers().Where(pair => pair.buffer.is_floating_point()).ToDictionary(pair => pair.name, pair => pair.buffer.clone());
        network.train();
        Sum(Run(model, image)).backward();
        network.eval();
        Assert.All(network.named_parameters(), pair => Assert.True(pair.parameter.grad is not null, pair.name));
        Assert.All(
            network.named_buffers().Where(pair => pair.buffer.is_floating_point()),
            pair => Assert.False(pair.buffer.equal(statistics[pair.name]).all().item<bool>(), pair.name));
        network.zero_grad(set_to_none: true);
    }

    private static Tensor Sum(Tensor[] outputs) => stack([.. outputs.Select(output => output.to(ScalarType.Float64).square().sum())]).sum();

    private static void AssertClose(Tensor[] expected, Tensor[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (first, second) in expected.Zip(actual))
            Assert.True(second.to(ScalarType.Float32).allclose(first, rtol: 1e-3, atol: 1e-4));
    }
}
