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

    /// <summary>Normal numbers around 0.</summary>
    public static void FillNormal(RandomSource random, Tensor weight, double standardDeviation)
    {
        if (t_emptyOn is null)
            Set(weight, Fill(weight.shape, () => standardDeviation * random.NextGaussian()));
    }

    /// <summary>
    /// Normal numbers of a given deviation, or of one with which numbers keep their size through the layer and a ReLU
    /// (He et al. 2015).
    /// </summary>
    public static void FillNormalOrHe(RandomSource random, Tensor weight, double? standardDeviation)
        => FillNormal(random, weight, standardDeviation ?? Math.Sqrt(2.0 * weight.shape[0] / weight.numel()));

    /// <summary>
    /// Orthonormal kernels of a convolution [out, in, k, k] (Saxe et al. 2014), which keep a recurrent state from
    /// growing or vanishing.
    /// </summary>
    public static void FillOrthogonal(RandomSource random, Tensor weight)
    {
        if (t_emptyOn is not null)
            return;
        using var scope = NewDisposeScope();
        long outputs = weight.shape[0], inputs = weight.numel() / outputs;
        var normal = Fill([Math.Max(inputs, outputs), Math.Min(inputs, outputs)], random.NextGaussian);
        var (q, r) = linalg.qr(normal);
        // The signs of the diagonal make the result uniform over all orthogonal matrices.
        q *= r.diagonal().sign();
        Set(weight, (outputs <= inputs ? q.t() : q).reshape(weight.shape));
    }

    private static void Set(Tensor weight, Tensor values)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        weight.copy_(values);
        values.Dispose();
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
