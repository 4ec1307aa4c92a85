using CellSeg.Core.Tests.Support;
using CellSeg.Models.Torch;
using CellSeg.Training.Optimization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Training.Optimization;

[Collection(nameof(TorchCollection))]
public sealed class WeightAverageTests : IDisposable
{
    private readonly IDisposable _scope;

    public WeightAverageTests()
    {
        TorchLibrary.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_average_is_that_of_the_formula_for_weights_and_statistics()
    {
        var network = new Network();
        using var average = new WeightAverage(network, 0.4);
        double weight = 1, statistic = 2;
        // At most (1 + n) / (10 + n): 2/11, 3/12, 4/13, 5/14, 6/15 = 0.4, then the decay.
        double[] decays = [2 / 11.0, 0.25, 4 / 13.0, 5 / 14.0, 0.4, 0.4, 0.4];
        for (int step = 1; step <= decays.Length; step++)
        {
            network.Set(step * 3, -step);
            average.Update(step);
            weight = (decays[step - 1] * weight) + ((1 - decays[step - 1]) * step * 3);
            statistic = (decays[step - 1] * statistic) - ((1 - decays[step - 1]) * step);
        }
        Assert.Equal((21, -7), network.Values());
        using (average.Use())
        {
            var (first, second) = network.Values();
            Assert.Equal(weight, first, 1e-5);
            Assert.Equal(statistic, second, 1e-5);
        }
        Assert.Equal((21, -7), network.Values());
        Assert.Equal(["mean", "weight"], average.Export().Keys.Order());
    }

    [Fact]
    public void An_average_that_was_taken_out_goes_on_with_the_same_bits()
    {
        Network network = new(), other = new();
        using var average = new WeightAverage(network, 0.9);
        using var resumed = new WeightAverage(other, 0.9);
        network.Set(0.3f, 0.7f);
        average.Update(1);
        resumed.Import(average.Export(), "test");
        network.Set(-0.1f, 0.2f);
        other.Set(-0.1f, 0.2f);
        average.Update(2);
        resumed.Update(2);
        Assert.Equal(average.Export()["weight"].Data, resumed.Export()["weight"].Data);
        Assert.Equal(average.Export()["mean"].Data, resumed.Export()["mean"].Data);
    }

    [Fact]
    public void An_average_of_another_model_is_refused()
    {
        using var average = new WeightAverage(new Network(), 0.9);
        var values = average.Export();
        values.Remove("mean");
        Assert.Contains("mean", Assert.Throws<CellSegException>(() => average.Import(values, "a file")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decay_of_0_keeps_nothing()
    {
        var network = new Network();
        long before = Tensor.TotalCount;
        using var average = new WeightAverage(network, 0);
        network.Set(5, 6);
        average.Update(1);
        using (average.Use())
            Assert.Equal((5, 6), network.Values());
        Assert.False(average.IsOn);
        Assert.Empty(average.Export());
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        var network = new Network();
        long before = Tensor.TotalCount;
        using (var average = new WeightAverage(network, 0.9))
        {
            long held = Tensor.TotalCount;
            average.Update(1);
            using (average.Use())
                average.Update(2);
            average.Import(average.Export(), "test");
            Assert.Equal(before + 2, held);
            Assert.Equal(held, Tensor.TotalCount);
        }
        Assert.Equal(before, Tensor.TotalCount);
    }

    /// <summary>A weight of 1, a statistic of 2 and a counter.</summary>
    private sealed class Network : nn.Module
    {
        private readonly Parameter _weight = new(ones(2));
        private readonly Tensor _mean = full(1, 2f);

        public Network() : base("network")
        {
            register_parameter("weight", _weight);
            register_buffer("mean", _mean);
            register_buffer("num_batches_tracked", zeros(1, ScalarType.Int64));
        }

        public void Set(float weight, float mean)
        {
            using var _ = no_grad();
            using var scope = NewDisposeScope();
            _weight.fill_(weight);
            _mean.fill_(mean);
        }

        public (float Weight, float Mean) Values() => (_weight.data<float>()[0], _mean.data<float>()[0]);
    }
}
