using CellSeg.Models.Serialization;
using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Training.Optimization;

/// <summary>
/// Adam in both of the forms of <see cref="OptimizerKind"/>, with clipping of each tensor by itself and an L2 penalty on
/// convolution kernels. libtorch's own optimisers take their numbers in objects that may be freed during the call
/// (see <see cref="TensorMath"/>).
/// </summary>
internal sealed class AdamOptimizer : IDisposable
{
    // A convolution's kernel is the only weight with this many axes or more.
    private const int KernelAxes = 4;

    private readonly AdamOptions _options;
    private readonly nn.Module _network;
    private readonly FrozenWeights? _frozen;
    private readonly List<Slot> _slots = [];

    /// <param name="network">What is to learn.</param>
    /// <param name="options">How.</param>
    /// <param name="frozen">The weights that do not learn from the start on; null when all do.</param>
    public AdamOptimizer(nn.Module network, AdamOptions options, FrozenWeights? frozen = null)
    {
        (_network, _options, _frozen) = (network, options, frozen);
        using var _ = no_grad();
        // Where there is too little memory for all, the scope frees those that there are.
        using var scope = NewDisposeScope();
        foreach (var (name, weight) in network.named_parameters())
            _slots.Add(new Slot(name, weight, zeros_like(weight), zeros_like(weight)));
        scope.Detach(_slots.SelectMany(slot => (Tensor[])[slot.First, slot.Second]));
    }

    /// <summary>Steps done.</summary>
    public long Steps { get; private set; }

    /// <summary>How many of them were done while a part of the network was frozen.</summary>
    public long FrozenSteps { get; private set; }

    /// <summary>Moves the weights by their gradients, which are then dropped.</summary>
    /// <param name="rate">The learning rate.</param>
    public void Step(double rate)
    {
        Steps++;
        if (_frozen is { IsFrozen: true })
            FrozenSteps = Steps;
        double keep = _options.Kind == OptimizerKind.Adam ? 1 : 1 - (rate * _options.WeightDecay);
        using var _ = no_grad();
        foreach (var slot in _slots)
        {
            using var scope = NewDisposeScope();
            if (slot.Weight.grad is not { } gradient)
                continue;
            // The moments of a weight that was frozen start from zero when it thaws, and are corrected from there.
            var (size, epsilon) = Correct(rate, _frozen?.Includes(slot.Name) == true ? Steps - FrozenSteps : Steps);
            if (_options.L2 > 0 && slot.Weight.dim() >= KernelAxes)
                gradient.AddScaled(slot.Weight, 2 * _options.L2);
            if (_options.ClipNorm > 0)
                gradient.mul_(gradient.norm().AtLeast(_options.ClipNorm).reciprocal().Times(_options.ClipNorm));
            if (keep != 1)
                slot.Weight.Scale(keep);
            slot.First.Scale(_options.Beta1).AddScaled(gradient, 1 - _options.Beta1);
            slot.Second.Scale(_options.Beta2).AddProduct(gradient, gradient, 1 - _options.Beta2);
            slot.Weight.AddQuotient(slot.First, slot.Second.sqrt().Add(epsilon), -size);
        }
        DropGradients();
    }

    /// <summary>The size of a step and the epsilon that belongs to it, corrected for moments that began at zero.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="steps">Gradients that the moments are of, at least 1.</param>
    private (double Size, double Epsilon) Correct(double rate, long steps)
    {
        double firstCorrection = 1 - Math.Pow(_options.Beta1, steps), secondCorrection = Math.Sqrt(1 - Math.Pow(_options.Beta2, steps));
        // Both forms divide by the uncorrected root, so that libtorch's epsilon has to shrink with it.
        return (rate * secondCorrection / firstCorrection, _options.Kind == OptimizerKind.Adam ? _options.Epsilon : _options.Epsilon * secondCorrection);
    }

    /// <summary>Forgets gradients, such as those of a step that was not finished.</summary>
    public void DropGradients() => _network.zero_grad(set_to_none: true);

    /// <summary>Copies the moments out.</summary>
    /// <returns>For each weight's name, the mean of its gradients and that of their squares.</returns>
    public (Dictionary<string, SafetensorsTensor> First, Dictionary<string, SafetensorsTensor> Second) Export()
        => (_slots.ToDictionary(slot => slot.Name, slot => TensorCopy.Export(slot.First)),
            _slots.ToDictionary(slot => slot.Name, slot => TensorCopy.Export(slot.Second)));

    /// <summary>Puts the state of another run back.</summary>
    /// <param name="first">The mean of the gradients, by the name of the weight.</param>
    /// <param name="second">The mean of their squares.</param>
    /// <param name="steps">Steps done.</param>
    /// <param name="frozenSteps">How many of them while a part was frozen.</param>
    /// <param name="origin">Where they come from, for messages.</param>
    /// <exception cref="CellSegException">A tensor is missing or of another shape.</exception>
    public void Import(
        IReadOnlyDictionary<string, SafetensorsTensor> first, IReadOnlyDictionary<string, SafetensorsTensor> second, long steps, long frozenSteps,
        string origin)
    {
        foreach (var slot in _slots)
        {
            TensorCopy.Import(first, slot.Name, slot.First, origin);
            TensorCopy.Import(second, slot.Name, slot.Second, origin);
        }
        (Steps, FrozenSteps) = (steps, frozenSteps);
    }

    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.First.Dispose();
            slot.Second.Dispose();
        }
    }

    private sealed record Slot(string Name, Tensor Weight, Tensor First, Tensor Second);
}
