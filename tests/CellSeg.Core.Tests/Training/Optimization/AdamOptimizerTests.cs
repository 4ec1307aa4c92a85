using CellSeg.Core.Tests.Support;
using CellSeg.Models.Torch;
using CellSeg.Training.Optimization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Training.Optimization;

[Collection(nameof(TorchCollection))]
public sealed class AdamOptimizerTests : IDisposable
{
    private readonly IDisposable _scope;

    public AdamOptimizerTests()
    {
        TorchLibrary.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Decoupled_decay_moves_weights_as_libtorch_does()
    {
        var options = new AdamOptions { WeightDecay = 0.1, Epsilon = 1e-3 };
        var ours = new Weights();
        var theirs = new Weights();
        using var optimizer = new AdamOptimizer(ours, options);
        using var reference = optim.AdamW(theirs.parameters(), 0.01, options.Beta1, options.Beta2, options.Epsilon, options.WeightDecay);
        for (int step = 0; step < 5; step++)
        {
            ours.SetGradients(step);
            theirs.SetGradients(step);
            optimizer.Step(0.01);
            reference.step();
        }
        AssertClose(theirs.Values(), ours.Values(), 1e-6f);
        Assert.NotEqual(new Weights().Values(), ours.Values());
    }

    [Fact]
    public void Weights_that_thaw_late_move_as_those_of_an_optimiser_that_begins_then()
    {
        const int thaw = 3, resumption = 5, end = 7;
        var options = new AdamOptions { WeightDecay = 0.1, Epsilon = 1e-3, L2 = 0.01 };
        var ours = new Halves();
        var (early, late) = (new Weights(), new Weights());
        var frozen = new FrozenWeights(ours, [ours.Late], 1);
        var optimizer = new AdamOptimizer(ours, options, frozen);
        using var reference = new AdamOptimizer(early, options);
        using var lateReference = new AdamOptimizer(late, options);
        for (int step = 0; step < end; step++)
        {
            if (step == thaw)
                frozen.Thaw();
            if (step == resumption)
            {
                var (first, second) = optimizer.Export();
                var (steps, frozenSteps) = (optimizer.Steps, optimizer.FrozenSteps);
                Assert.Equal((resumption, thaw), (steps, frozenSteps));
                optimizer.Dispose();
                optimizer = new AdamOptimizer(ours, options, frozen);
                optimizer.Import(first, second, steps, frozenSteps, "test");
            }
            ours.Early.SetGradients(step);
            early.SetGradients(step);
            if (step >= thaw)
            {
                ours.Late.SetGradients(step);
                late.SetGradients(step);
                lateReference.Step(0.01);
            }
            optimizer.Step(0.01);
            reference.Step(0.01);
            Assert.Equal(step >= thaw, ours.Late.Kernel.requires_grad);
        }
        optimizer.Dispose();
        Assert.Equal(early.Values(), ours.Early.Values());
        Assert.Equal(late.Values(), ours.Late.Values());
        Assert.NotEqual(new Weights().Values(), late.Values());
    }

    [Fact]
    public void Keras_form_sets_epsilon_beside_the_uncorrected_moment()
    {
        var options = new AdamOptions { Kind = OptimizerKind.Adam, Epsilon = 0.05, WeightDecay = 0.1 };
        var weights = new Weights();
        float[] expected = weights.Values();
        double[] first = new double[expected.Length], second = new double[expected.Length];
        using var optimizer = new AdamOptimizer(weights, options);
        for (int step = 1; step <= 3; step++)
        {
            weights.SetGradients(step);
            float[] gradients = weights.Gradients();
            optimizer.Step(0.01);
            for (int i = 0; i < expected.Length; i++)
            {
                first[i] = (0.9 * first[i]) + (0.1 * gradients[i]);
                second[i] = (0.999 * second[i]) + (0.001 * gradients[i] * gradients[i]);
                expected[i] -= (float)(0.01 * Math.Sqrt(1 - Math.Pow(0.999, step)) / (1 - Math.Pow(0.9, step)) * first[i] / (Math.Sqrt(second[i]) + 0.05));
            }
        }
        AssertClose(expected, weights.Values(), 1e-6f);
    }

    [Fact]
    public void Each_gradient_is_clipped_by_itself()
    {
        var weights = new Weights();
        float[] before = weights.Values();
        weights.Kernel.grad = full(weights.Kernel.shape, (float)(1 / Math.Sqrt(weights.Kernel.numel())));
        weights.Bias.grad = full(weights.Bias.shape, (float)(1e-4 / Math.Sqrt(weights.Bias.numel())));
        using var optimizer = new AdamOptimizer(weights, new AdamOptions { ClipNorm = 1e-3, Beta1 = 0, WeightDecay = 0 });
        optimizer.Step(1e-9);
        var (first, _) = optimizer.Export();
        Assert.Equal(1e-3, Norm(first["kernel"].Data), 1e-8);
        Assert.Equal(1e-4, Norm(first["bias"].Data), 1e-9);
        AssertClose(before, weights.Values(), 1e-7f);
    }

    [Fact]
    public void The_penalty_on_squares_pulls_on_kernels_alone()
    {
        var weights = new Weights();
        weights.Kernel.grad = zeros_like(weights.Kernel);
        weights.Bias.grad = zeros_like(weights.Bias);
        float[] kernel = weights.Kernel.data<float>().ToArray();
        using var optimizer = new AdamOptimizer(weights, new AdamOptions { L2 = 0.5, Beta1 = 0, WeightDecay = 0 });
        optimizer.Step(1e-9);
        var (first, _) = optimizer.Export();
        // The derivative of 0.5 w² is w.
        AssertClose(kernel, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(first["kernel"].Data).ToArray(), 1e-6f);
        Assert.Equal(0, Norm(first["bias"].Data));
    }

    [Fact]
    public void A_state_that_was_taken_out_goes_on_with_the_same_bits()
    {
        var options = new AdamOptions();
        var weights = new Weights();
        using var optimizer = new AdamOptimizer(weights, options);
        Run(weights, optimizer, 0, 3);
        var copy = new Weights();
        copy.CopyFrom(weights);
        using var resumed = new AdamOptimizer(copy, options);
        var (first, second) = optimizer.Export();
        resumed.Import(first, second, optimizer.Steps, 0, "test");
        Run(weights, optimizer, 3, 6);
        Run(copy, resumed, 3, 6);
        Assert.Equal(weights.Values(), copy.Values());
        Assert.Equal(6, resumed.Steps);
    }

    [Fact]
    public void A_state_of_another_model_is_refused()
    {
        using var optimizer = new AdamOptimizer(new Weights(), new AdamOptions());
        var (first, second) = optimizer.Export();
        first.Remove("bias");
        Assert.Contains("bias", Assert.Throws<CellSegException>(() => optimizer.Import(first, second, 1, 0, "a file")).Reason, StringComparison.Ordinal);
    }

    private static void Run(Weights weights, AdamOptimizer optimizer, int from, int to)
    {
        for (int step = from; step < to; step++)
        {
            weights.SetGradients(step);
            optimizer.Step(0.01);
        }
    }

    private static double Norm(byte[] data)
        => Math.Sqrt(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(data).ToArray().Sum(value => (double)value * value));

    private static void AssertClose(float[] expected, float[] actual, float tolerance) => Cases.CaseFile.AssertClose(expected, actual, tolerance);

    private sealed class Halves : nn.Module
    {
        public Halves() : base("halves")
        {
            register_module("early", Early);
            register_module("late", Late);
        }

        public Weights Early { get; } = new();

        public Weights Late { get; } = new();
    }

    private sealed class Weights : nn.Module
    {
        public Weights() : base("weights")
        {
            Kernel = new Parameter(arange(0, 8, ScalarType.Float32).reshape(2, 1, 2, 2) / 7 - 0.4);
            Bias = new Parameter(tensor(new float[] { 0.3f, -0.2f }));
            register_parameter("kernel", Kernel);
            register_parameter("bias", Bias);
        }

        public Parameter Kernel { get; }

        public Parameter Bias { get; }

        public void SetGradients(int step)
        {
            Kernel.grad = (arange(0, 8, ScalarType.Float32) + step).sin().reshape(2, 1, 2, 2);
            Bias.grad = (arange(0, 2, ScalarType.Float32) * 3 + step).cos();
        }

        public float[] Values() => [.. Kernel.data<float>(), .. Bias.data<float>()];

        public float[] Gradients() => [.. Kernel.grad!.data<float>(), .. Bias.grad!.data<float>()];

        public void CopyFrom(Weights other)
        {
            using var _ = no_grad();
            Kernel.copy_(other.Kernel);
            Bias.copy_(other.Bias);
        }
    }
}
