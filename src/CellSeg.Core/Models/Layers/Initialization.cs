using CellSeg.Numerics;
using static TorchSharp.torch;

namespace CellSeg.Models.Layers;

/// <summary>Start values of weights, drawn from the model's own seeded generator and not from libtorch's global one.</summary>
internal static class Initialization
{
    [ThreadStatic]
    private static Device? t_emptyOn;

    /// <summary>
    /// Until the result is disposed of, weights that this thread makes get no values: those on the processor are to be
    /// filled from elsewhere, those on <see cref="META"/> have a shape and take no memory at all.
    /// </summary>
    public static IDisposable LeaveEmptyOn(Device device)
    {
        var change = new Restoration(t_emptyOn);
        t_emptyOn = device;
        return change;
    }

    /// <summary>Uniform in ±sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010), the default of the thesis' library.</summary>
    public static Tensor GlorotUniform(RandomSource random, long[] shape, int fanIn, int fanOut)
    {
        double limit = Math.Sqrt(6.0 / (fanIn + fanOut));
        return Fill(shape, () => random.NextDouble(-limit, limit));
    }

    private static Tensor Fill(long[] shape, Func<double> draw)
    {
        if (t_emptyOn is { } device)
            return empty(shape, ScalarType.Float32, device);
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)draw();
        return tensor(values, shape);
    }

    private sealed class Restoration(Device? previous) : IDisposable
    {
        public void Dispose() => t_emptyOn = previous;
    }
}
