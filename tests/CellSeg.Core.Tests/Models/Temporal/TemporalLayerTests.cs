using CellSeg.Core.Tests.Support;
using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using CellSeg.Models.Temporal;
using CellSeg.Numerics;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Models.Temporal;

[Collection(nameof(TorchCollection))]
public sealed class TemporalLayerTests
{
    private const int Frames = 3, Width = 4;

    [Theory]
    [InlineData(3, 3)]
    [InlineData(5, 5)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    [InlineData(3, 1)]
    public void A_convolution_through_time_is_the_one_of_libtorch(int frames, int reach)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var layer = new Convolution3d(WeightInitializer.Draw(1), Width, 6, frames, reach);
        layer.Bias.copy_(arange(6));
        var input = Noise(2 * frames, Width, 8, 9);
        var clips = input.unflatten(0, [2, frames]).transpose(1, 2);
        // libtorch has one padding for both ends: the later end is cut where the earlier needs less.
        int before = (reach - 1) / 2, after = reach - 1 - before;
        var padded = nn.functional.pad(clips, [1, 1, 1, 1, before, after]);
        var expected = nn.functional.conv3d(padded, layer.Weight, layer.Bias).transpose(1, 2).flatten(0, 1);
        Assert.Equal(expected.shape, layer.forward(input).shape);
        Assert.InRange((expected - layer.forward(input)).abs().max().item<float>(), 0, 1e-4f);
    }

    [Theory]
    [InlineData(TemporalMode.Conv3D, true, true)]
    [InlineData(TemporalMode.Gru, false, true)]
    [InlineData(TemporalMode.Lstm, false, true)]
    public void Frames_learn_of_their_own_clip_only(TemporalMode mode, bool fromLater, bool fromEarlier)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var layer = Create(mode);
        layer.eval();
        var input = Noise(2 * Frames, Width, 8, 8);
        var before = layer.forward(input);
        var changed = input.clone();
        changed.select(0, 1).add_(1);
        var difference = (layer.forward(changed) - before).abs().amax([1, 2, 3]).data<float>().ToArray();
        Assert.True(difference[1] > 1e-3);
        Assert.Equal((fromLater, fromEarlier), (difference[0] > 1e-4, difference[2] > 1e-4));
        Assert.All(difference[Frames..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Without_mixing_each_frame_is_alone_as_in_2020()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var layer = Create(TemporalMode.Conv3D, new TemporalOptions { MixTime = false });
        layer.eval();
        var input = Noise(Frames, Width, 8, 8);
        var changed = input.clone();
        changed.select(0, 1).add_(1);
        var difference = (layer.forward(changed) - layer.forward(input)).abs().amax([1, 2, 3]).data<float>().ToArray();
        Assert.Equal((0f, 0f), (difference[0], difference[2]));
        Assert.True(difference[1] > 1e-3);
    }

    [Theory]
    [InlineData(TemporalMode.Gru)]
    [InlineData(TemporalMode.Lstm)]
    public void A_recurrent_unit_computes_its_formula(TemporalMode mode)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        RecurrentUnit unit = mode == TemporalMode.Gru
            ? new ConvolutionalGru(WeightInitializer.Draw(2), Width, Frames)
            : new ConvolutionalLstm(WeightInitializer.Draw(2), Width, Frames);
        using var owned = unit;
        var weights = unit.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        var input = Noise(Frames, Width, 6, 6);
        var output = unit.forward(input);
        Tensor hidden = zeros(1, Width, 6, 6), cell = zeros(1, Width, 6, 6);
        for (int frame = 0; frame < Frames; frame++)
        {
            var x = Convolve(input.narrow(0, frame, 1), "input");
            if (mode == TemporalMode.Gru)
            {
                var update = Gate(Part(x, 0) + Part(Convolve(hidden, "gates"), 0));
                var reset = Gate(Part(x, 1) + Part(Convolve(hidden, "gates"), 1));
                var candidate = (Part(x, 2) + Convolve(reset * hidden, "candidate")).relu();
                hidden = ((1 - update) * hidden) + (update * candidate);
            }
            else
            {
                x += Convolve(hidden, "recurrent");
                cell = (Gate(Part(x, 1)) * cell) + (Gate(Part(x, 0)) * Part(x, 2).relu());
                hidden = Gate(Part(x, 3)) * cell.relu();
            }
            Assert.InRange((hidden - output.narrow(0, frame, 1)).abs().max().item<float>(), 0, 1e-5f);
        }

        Tensor Convolve(Tensor value, string name) => nn.functional.conv2d(
            value, weights[name + ".weight"], weights.GetValueOrDefault(name + ".bias"), padding: [1, 1]);
        static Tensor Part(Tensor value, int index) => value.narrow(1, index * Width, Width);
        static Tensor Gate(Tensor value) => ((0.2 * value) + 0.5).clamp(0, 1);
    }

    [Fact]
    public void Recurrent_kernels_start_orthonormal()
    {
        using var scope = NewDisposeScope();
        using var unit = new ConvolutionalGru(WeightInitializer.Draw(3), 8, Frames);
        var kernel = unit.named_parameters().Single(pair => pair.name == "gates.weight").parameter.flatten(1);
        Assert.InRange((kernel.matmul(kernel.t()) - eye(16)).abs().max().item<float>(), 0, 1e-5f);
    }

    [Fact]
    public void The_output_takes_the_place_of_the_input_when_told_to()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var residual = Create(TemporalMode.Gru);
        using var replacing = Create(TemporalMode.Gru, new TemporalOptions { Residual = false });
        var input = Noise(Frames, Width, 6, 6);
        Assert.InRange((residual.forward(input) - input - replacing.forward(input)).abs().max().item<float>(), 0, 1e-6f);
    }

    private static TemporalLayer Create(TemporalMode mode, TemporalOptions? options = null)
        => TemporalLayer.Create(
            WeightInitializer.Draw(1),
            new ModelSpecification { PyramidWidth = Width, Temporal = (options ?? new()) with { Mode = mode, FramesPerBatch = Frames } })!;

    private static Tensor Noise(params long[] shape)
    {
        var random = new RandomSource(7);
        return tensor([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)random.NextGaussian())], shape);
    }
}
