using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Inference.Prediction;
using CellSeg.Models;
using CellSeg.Models.Specifications;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Models;

[Collection(nameof(TorchCollection))]
public sealed class SegmentationModelTests
{
    [Theory]
    [InlineData(false, false, 3_009_486)]
    [InlineData(true, false, 3_239_952)]
    [InlineData(false, true, 2_421_966)]
    public void Networks_have_the_published_number_of_parameters(bool foreground, bool depthwise, long expected)
    {
        using var model = new SegmentationModel(
            new ModelSpecification { ForegroundHead = foreground, DepthwisePyramid = depthwise, LocationLayer = true, FinestLevel = 3 });
        Assert.Equal(expected, model.TotalParameterCount);
        Assert.InRange(model.ParameterCount, 1, expected - 1);
    }

    [Fact]
    public void The_backbone_has_the_published_number_of_parameters()
    {
        using var model = new SegmentationModel();
        Assert.Equal(
            1_843_264,
            model.GetWeights().Where(pair => pair.Key.StartsWith("backbone.", StringComparison.Ordinal)).Sum(pair => pair.Value.Data.Length / 4));
    }

    [Theory]
    [InlineData(ModelPreset.Default, 3)]
    [InlineData(ModelPreset.Thesis, 2)]
    public void Predictions_have_the_size_of_the_image_and_the_range_of_their_map(ModelPreset preset, int maps)
    {
        using var model = new SegmentationModel(ModelPresets.Create(preset));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var outputs = model.Network.forward(tensor(TestImages.Noise(128, 128, 1).Pixels, [1, 1, 128, 128]));
        Assert.Equal(maps, outputs.Length);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal([1, 1, 128, 128], outputs[i].shape);
            Assert.True(outputs[i].min().item<float>() >= 0);
            Assert.True(outputs[i].isfinite().all().item<bool>());
        }
        if (maps == 3)
        {
            Assert.Equal([1, 2, 128, 128], outputs[2].shape);
            Assert.InRange((outputs[2].sum(1) - 1).abs().max().item<float>(), 0, 1e-5f);
        }
    }

    [Fact]
    public void A_model_takes_as_many_channels_as_it_was_made_for()
    {
        using var model = new SegmentationModel(new ModelSpecification { InputChannels = 3 });
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Assert.Equal([2, 1, 32, 64], model.Network.forward(zeros(2, 3, 32, 64))[0].shape);
    }

    [Fact]
    public void The_seed_alone_decides_the_start_weights()
    {
        using var first = new SegmentationModel(new ModelSpecification { Seed = 4 });
        using var second = new SegmentationModel(new ModelSpecification { Seed = 4 });
        using var third = new SegmentationModel(new ModelSpecification { Seed = 5 });
        Assert.True(Weights.AreEqual(first, second));
        Assert.False(Weights.AreEqual(first, third));
    }

    [Fact]
    public void A_clone_is_equal_and_shares_nothing()
    {
        using var model = new SegmentationModel(name: "original") { Decoder = new WatershedDecoderOptions { MinimumArea = 12 } };
        using (var other = new SegmentationModel(new ModelSpecification { Seed = 5 }))
            model.SetWeights(other.GetWeights(), "other");
        var clone = model.Clone();
        Assert.True(Weights.AreEqual(model, clone));
        Assert.Equal((model.Name, model.Decoder, model.Specification), (clone.Name, clone.Decoder, clone.Specification));
        var before = model.GetWeights();
        using (no_grad())
            clone.Network.parameters().First().zero_();
        clone.Dispose();
        Assert.True(Weights.AreEqual(before, model.GetWeights()));
    }

    [Fact]
    public void Disposing_of_a_model_frees_each_of_its_tensors()
    {
        var tensors = new List<Tensor>();
        using (var model = new SegmentationModel())
        {
            tensors.AddRange(model.Network.parameters());
            tensors.AddRange(model.Network.buffers());
            Assert.All(tensors, tensor => Assert.False(tensor.IsInvalid));
        }
        Assert.All(tensors, tensor => Assert.True(tensor.IsInvalid));
    }

    /// <remarks>
    /// TorchSharp counts the tensor that a parameter is made of and, as the parameter takes its memory over, never uncounts
    /// it. That one handle without memory for each parameter is all that may be left.
    /// </remarks>
    [Fact]
    public void Making_and_disposing_of_a_model_leaves_no_tensor_behind()
    {
        long takenOver;
        using (var model = new SegmentationModel())
            takenOver = model.Network.parameters().Count();
        long before = CountTensors();
        for (int i = 0; i < 3; i++)
        {
            using var model = new SegmentationModel();
            model.Clone().Dispose();
        }
        Assert.InRange(CountTensors() - before, 0, 6 * takenOver);
    }

    [Fact]
    public void Predictions_leave_no_tensor_behind()
    {
        using var model = new SegmentationModel(new ModelSpecification { PyramidWidth = 32 });
        var predictor = FramePredictor.Create(model);
        var image = TestImages.Noise(64, 96, 1);
        predictor.Predict(image);
        // What other tests have dropped goes before the count.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;
        for (int i = 0; i < 3; i++)
            predictor.Predict(image);
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Theory]
    [InlineData(0, 256)]
    [InlineData(-1, 256)]
    [InlineData(1, 0)]
    [InlineData(1, -8)]
    public void Specifications_out_of_range_are_refused(int channels, int width)
        => Assert.Throws<CellSegException>(() => new SegmentationModel(new ModelSpecification { InputChannels = channels, PyramidWidth = width }));

    [Fact]
    public void Choices_that_do_not_exist_are_refused_by_name()
    {
        Assert.Equal("Schema", Refuse(new ModelSpecification { Schema = (SegmentationSchema)99 }));
        Assert.Equal("Backbone", Refuse(new ModelSpecification { Backbone = (BackboneKind)99 }));
        Assert.Equal("Normalization", Refuse(new ModelSpecification { Normalization = (ImageNormalization)99 }));

        static string Refuse(ModelSpecification specification) => Assert.Throws<CellSegException>(() => new SegmentationModel(specification)).Target;
    }

    /// <summary>Handles that only looked at a tensor are let go by the collector.</summary>
    private static long CountTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
