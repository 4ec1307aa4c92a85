using CellSeg.Numerics;
using static TorchSharp.torch;

namespace CellSeg.Models.Layers;

/// <summary>
/// Gives weights their start values, drawn from the model's own seeded generator and not from libtorch's global one, or
/// leaves them empty.
/// </summary>
internal sealed class WeightInitializer
{
    private readonly RandomSource _random;
    private readonly Device? _emptyOn;

    private WeightInitializer(long seed, Device? emptyOn) => (_random, _emptyOn) = (new RandomSource(seed), emptyOn);

    /// <summary>Draws start values; equal seeds give equal ones.</summary>
    public static WeightInitializer Draw(long seed) => new(seed, emptyOn: null);

    /// <summary>
    /// Leaves weights without values: those on the processor are to be filled from elsewhere, those on <see cref="META"/>
    /// have a shape and take no memory at all.
    /// </summary>
    public static WeightInitializer LeaveEmptyOn(Device device) => new(seed: 0, device);

    /// <summary>Uniform in ±sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010), the default of the thesis' library.</summary>
    public Tensor GlorotUniform(long[] shape, int fanIn, int fanOut)
    {
        double limit = Math.Sqrt(6.0 / (fanIn + fanOut));
        return Fill(shape, () => _random.NextDouble(-limit, limit));
    }

    /// <summary>Normal numbers around 0.</summary>
    public void FillNormal(Tensor weight, double standardDeviation)
    {
        if (_emptyOn is null)
            Set(weight, Fill(weight.shape, () => standardDeviation * _random.NextGaussian()));
    }

    /// <summary>
    /// Normal numbers of a given deviation, or of one with which numbers keep their size through the layer and a ReLU
    /// (He et al. 2015).
    /// </summary>
    public void FillNormalOrHe(Tensor weight, double? standardDeviation)
        => FillNormal(weight, standardDeviation ?? Math.Sqrt(2.0 * weight.shape[0] / weight.numel()));

    /// <summary>
    /// Orthonormal kernels of a convolution [out, in, k, k] (Saxe et al. 2014), which keep a recurrent state from
    /// growing or vanishing.
    /// </summary>
    public void FillOrthogonal(Tensor weight)
    {
        if (_emptyOn is not null)
            return;
        using var scope = NewDisposeScope();
        long outputs = weight.shape[0], inputs = weight.numel() / outputs;
        var normal = Fill([Math.Max(inputs, outputs), Math.Min(inputs, outputs)], _random.NextGaussian);
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

    private Tensor Fill(long[] shape, Func<double> draw)
    {
        if (_emptyOn is { } device)
            return empty(shape, ScalarType.Float32, device);
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)draw();
        return tensor(values, shape);
    }
}
