using CellSeg.Models.Serialization;
using static TorchSharp.torch;

namespace CellSeg.Training.Optimization;

/// <summary>
/// The exponential moving average of a network's weights (Polyak and Juditsky 1992; Tarvainen and Valpola 2017): after
/// step n, average = d · average + (1 − d) · weights with d = min(decay, (1 + n) / (10 + n)), so that the first weights
/// are soon forgotten.
/// </summary>
/// <remarks>
/// Running statistics of batch normalisation are averaged along with the same factor: they describe the weights of the
/// last steps, and so have to lag behind as far as the averaged weights do.
/// What is frozen is its own average. When it thaws, the factor stays that of all weights, so that the average is a mean of
/// whole networks.
/// </remarks>
internal sealed class WeightAverage : IDisposable
{
    private readonly double _decay;
    private readonly FrozenWeights? _frozen;
    private readonly List<Slot> _slots = [];

    /// <param name="network">Where its weights are now, the average begins.</param>
    /// <param name="decay">The weight of the past, [0, 1); with 0 there is no average, and nothing here does anything.</param>
    /// <param name="frozen">What does not change from the start on; null when everything does.</param>
    public WeightAverage(nn.Module network, double decay, FrozenWeights? frozen = null)
    {
        (_decay, _frozen) = (decay, frozen);
        if (!IsOn)
            return;
        using var _ = no_grad();
        // Where there is too little memory for all, the scope frees those that there are.
        using var scope = NewDisposeScope();
        foreach (var (name, weight) in network.named_parameters())
            _slots.Add(new Slot(name, weight, weight.clone()));
        // Counters of batches are no floats, and nothing depends on them.
        foreach (var (name, statistic) in network.named_buffers().Where(buffer => buffer.buffer.is_floating_point()))
            _slots.Add(new Slot(name, statistic, statistic.clone()));
        scope.Detach(_slots.Select(slot => slot.Average));
    }

    /// <summary>Whether there is an average.</summary>
    public bool IsOn => _decay > 0;

    /// <summary>Takes the present weights into the average.</summary>
    /// <param name="steps">Steps of the optimiser, this one included.</param>
    public void Update(long steps)
    {
        double decay = Math.Min(_decay, (1.0 + steps) / (10.0 + steps));
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var share = tensor(1 - decay);
        foreach (var slot in _slots)
        {
            // The mean of two negative zeros would be a positive one.
            if (_frozen?.Holds(slot.Name) != true)
                slot.Average.lerp_(slot.Weight, share);
        }
    }

    /// <summary>Gives the network the averaged weights until what is returned is disposed of.</summary>
    public IDisposable Use()
    {
        Exchange();
        return new Loan(this);
    }

    /// <summary>Copies the average out.</summary>
    /// <returns>By the names that the network has; empty when there is no average.</returns>
    public Dictionary<string, SafetensorsTensor> Export() => _slots.ToDictionary(slot => slot.Name, slot => TensorCopy.Export(slot.Average));

    /// <summary>Puts the average of another run back.</summary>
    /// <param name="average">By the names of the weights.</param>
    /// <param name="origin">Where they come from, for messages.</param>
    /// <exception cref="CellSegException">A tensor is missing or of another shape.</exception>
    public void Import(IReadOnlyDictionary<string, SafetensorsTensor> average, string origin)
    {
        foreach (var slot in _slots)
            TensorCopy.Import(average, slot.Name, slot.Average, origin);
    }

    public void Dispose()
    {
        foreach (var slot in _slots)
            slot.Average.Dispose();
    }

    private void Exchange()
    {
        using var _ = no_grad();
        foreach (var slot in _slots)
        {
            using var scope = NewDisposeScope();
            var present = slot.Weight.clone();
            slot.Weight.copy_(slot.Average);
            slot.Average.copy_(present);
        }
    }

    private sealed record Slot(string Name, Tensor Weight, Tensor Average);

    private sealed class Loan(WeightAverage owner) : IDisposable
    {
        public void Dispose() => owner.Exchange();
    }
}
