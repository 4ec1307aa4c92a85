using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Models;
using CellSeg.Models.Networks;
using CellSeg.Models.Specifications;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Models.Streaming;

[Collection(nameof(TorchCollection))]
public sealed class RowNetworkTests
{
    public static TheoryData<string> Networks => [.. Specifications.Keys];

    private static Dictionary<string, ModelSpecification> Specifications { get; } = new()
    {
        ["MobileNetV2"] = new() { PyramidWidth = 24 },
        ["MobileNetV2, refined"] = new()
        {
            PyramidWidth = 48, DepthwisePyramid = true, RefinedPyramid = true, FinestLevel = 1, HeadWidth = 48, SharedHead = true,
        },
        ["MobileNetV2, TensorFlow"] = new() { PyramidWidth = 16, BackboneOptions = new() { Padding = ConvolutionPadding.TensorFlowSame } },
        ["ResNet50"] = new() { Backbone = BackboneKind.ResNet50, PyramidWidth = 20, CoarsestBackboneLevel = 4 },
        ["ResNet50, TensorFlow"] = new()
        {
            Backbone = BackboneKind.ResNet50, PyramidWidth = 16, CoarsestBackboneLevel = 4, FinestLevel = 3,
            BackboneOptions = new() { Padding = ConvolutionPadding.TensorFlowSame, StrideInFirstConvolution = true, ConvolutionBias = true },
        },
        ["FeatureNet of the thesis"] = new()
        {
            Backbone = BackboneKind.FeatureNet, PyramidWidth = 16, FinestLevel = 3, LocationLayer = true, UpsampleLast = false,
            HeadRectifiers = false, NearestUpsampling = true,
        },
        ["Pixelwise"] = new() { Schema = SegmentationSchema.Pixelwise, PyramidWidth = 16, PixelClasses = 4, InputChannels = 2 },
        ["Discretised"] = new() { Schema = SegmentationSchema.DiscretisedWatershed, PyramidWidth = 16, CoarsestBackboneLevel = 3 },
        ["Conv3D"] = new() { PyramidWidth = 16, Temporal = new() { Mode = TemporalMode.Conv3D, FramesPerBatch = 3 } },
        ["GRU"] = new() { PyramidWidth = 20, Temporal = new() { Mode = TemporalMode.Gru, FramesPerBatch = 3, Residual = false } },
        ["LSTM"] = new() { PyramidWidth = 16, SharedHead = true, Temporal = new() { Mode = TemporalMode.Lstm, FramesPerBatch = 3 } },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Maps_are_those_of_libtorch(string network)
    {
        using var model = NewModel(network);
        foreach (var (height, width) in new[] { (70, 133), (32, 5) })
        {
            var clip = Clip(model, height, width);
            float[] ours = Run(model, clip, threads: 2, band: null), theirs = RunTorch(model, clip);
            float scale = theirs.Max(MathF.Abs);
            Assert.True(theirs.Max() - theirs.Min() > 1e-3, "The maps are flat.");
            float worst = ours.Zip(theirs, (one, other) => MathF.Abs(one - other)).Max();
            Assert.True(worst < 2e-4f * scale, $"They differ by {worst} of {scale}.");
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Maps_are_the_same_to_the_bit_whatever_is_computed_at_once(string network)
    {
        using var model = NewModel(network);
        var clip = Clip(model, 150, 97);
        float[] expected = Run(model, clip, threads: 1, band: 150);
        foreach (var (threads, band) in new[] { (1, 1), (2, 8), (3, 24), (5, 64) })
            Assert.True(expected.AsSpan().SequenceEqual(Run(model, clip, threads, band)), $"{threads} threads, {band} rows");
    }

    [Fact]
    public void An_image_leaves_nothing_for_the_next_one()
    {
        using var model = NewModel("MobileNetV2, refined");
        using var network = ((SemanticNetwork)model.Network).GetRowNetworks().Rent();
        CellImage[] images = [TestImages.Noise(90, 64, 1), TestImages.Noise(64, 96, 2), TestImages.Noise(40, 64, 3)];
        foreach (var image in images)
            Assert.Equal(Run(model, [image], threads: 1, band: null), Run(network, [image]));
    }

    [Fact]
    public void A_network_that_is_not_used_any_more_serves_again_also_when_its_image_was_given_up()
    {
        using var model = NewModel("MobileNetV2");
        var networks = ((SemanticNetwork)model.Network).GetRowNetworks();
        var image = TestImages.Noise(150, 64, 1);
        float[] expected = Run(model, [image], threads: 1, band: null);
        using var first = networks.Rent();
        first.Begin([TestImages.Noise(150, 64, 2)], (_, _, _) => { });
        Assert.True(first.Advance());
        using (var second = networks.Rent())
            Assert.NotSame(first, second);
        first.Dispose();
        using var again = networks.Rent();
        Assert.Same(first, again);
        Assert.Equal(expected, Run(again, [image]));
    }

    [Fact]
    public async Task Maps_are_the_same_while_other_work_comes_and_goes()
    {
        using var model = NewModel("MobileNetV2");
        var image = TestImages.Noise(150, 64, 1);
        float[] expected = Run(model, [image], threads: 1, band: 150);
        using var end = new CancellationTokenSource();
        var others = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
                ComputeTeam.Beside(Thread.Yield);
        }, TestContext.Current.CancellationToken);
        float[][] maps = [.. Enumerable.Range(0, 5).Select(_ => Run(model, [image], threads: 2, band: 8))];
        await end.CancelAsync();
        await others;
        Assert.All(maps, map => Assert.True(expected.AsSpan().SequenceEqual(map)));
    }

    [Fact]
    public void Weights_that_have_changed_are_used()
    {
        using var model = NewModel("MobileNetV2");
        var image = TestImages.Noise(64, 64, 1);
        float[] before = Run(model, [image], threads: 1, band: null);
        Assert.Equal(before, Run(model, [image], threads: 1, band: null));
        using (no_grad())
        using (NewDisposeScope())
            model.Network.parameters().First().Scale(2);
        Assert.NotEqual(before, Run(model, [image], threads: 1, band: null));
    }

    private static SegmentationModel NewModel(string network)
    {
        var model = new SegmentationModel(Specifications[network] with { Seed = 3 });
        // Norms of a network that has not been trained do nothing, and biases are 0: neither would show what is wrong with them.
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        random.manual_seed(5);
        var weights = model.Network.named_parameters().Select(part => (part.name, (Tensor)part.parameter));
        foreach (var (name, tensor) in weights.Concat(model.Network.named_buffers()))
        {
            if (name.EndsWith("running_var", StringComparison.Ordinal))
                tensor.copy_(rand_like(tensor).Plus(0.5));
            else if (tensor.dim() == 1 && tensor.is_floating_point())
                tensor.copy_(tensor.Plus(randn_like(tensor).Times(0.1)));
        }
        return model;
    }

    private static CellImage[] Clip(SegmentationModel model, int height, int width)
        => [.. Enumerable.Range(1, model.Specification.Temporal.FramesPerBatch).Select(
            seed => TestImages.Noise(height, width, seed, channels: model.Specification.InputChannels))];

    private static float[] Run(SegmentationModel model, CellImage[] clip, int threads, int? band)
    {
        using var network = ((SemanticNetwork)model.Network).GetRowNetworks().Rent(threads, band);
        return Run(network, clip);
    }

    /// <summary>All target channels, frame after frame and row-major in each.</summary>
    private static float[] Run(CellSeg.Models.Streaming.RowNetwork network, CellImage[] clip)
    {
        int height = clip[0].Height, width = clip[0].Width, next = 0;
        float[] maps = [];
        network.Begin(clip, (top, rows, values) =>
        {
            int planes = values.Length / (rows * width);
            Assert.Equal(next, top);
            next += rows;
            if (maps.Length == 0)
                maps = new float[planes * height * width];
            for (int plane = 0; plane < planes; plane++)
                values.Slice(plane * rows * width, rows * width).CopyTo(maps.AsSpan(((plane * height) + top) * width));
        });
        while (network.Advance())
        {
            // Until all rows are there.
        }
        Assert.Equal(height, next);
        return maps;
    }

    private static float[] RunTorch(SegmentationModel model, CellImage[] clip)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var image = clip[0];
        int height = (image.Height + 31) / 32 * 32, width = (image.Width + 31) / 32 * 32;
        float[] values = [.. clip.SelectMany(frame => Enumerable.Range(0, frame.Channels * height * width).Select(i => frame.Plane(i / (height * width))[
            (MirroredIndex.Of(i / width % height, frame.Height) * frame.Width) + MirroredIndex.Of(i % width, frame.Width)]))];
        var outputs = model.Network.forward(tensor(values, [clip.Length, image.Channels, height, width]));
        return [.. Enumerable.Range(0, clip.Length).SelectMany(frame => outputs.Zip(model.Schema.Maps).SelectMany(part =>
            part.First[frame].narrow(0, part.Second.Channels - part.Second.TargetChannels, part.Second.TargetChannels)
                .narrow(1, 0, image.Height).narrow(2, 0, image.Width).contiguous().data<float>().ToArray()))];
    }
}
