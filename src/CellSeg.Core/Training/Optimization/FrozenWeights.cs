using CellSeg.Models.Networks;
using static TorchSharp.torch;

namespace CellSeg.Training.Optimization;

/// <summary>
/// The weights and running statistics of a part of a network that begins to learn late, or never. Until then it gets no
/// gradients and its batch normalisation uses the running statistics, so that both stay as they are, to the bit.
/// </summary>
internal sealed class FrozenWeights
{
    private readonly nn.Module _network;
    private readonly IReadOnlyList<nn.Module> _modules;
    private readonly HashSet<string> _names;
    private readonly double _share;

    /// <summary>Freezes modules.</summary>
    /// <param name="network">What they are part of.</param>
    /// <param name="modules">Children of the network; none for nothing to be frozen.</param>
    /// <param name="share">The share of the training over which they stay frozen, [0, 1]; 0 freezes nothing.</param>
    public FrozenWeights(nn.Module network, IReadOnlyList<nn.Module> modules, double share)
    {
        (_network, _modules, _share) = (network, modules, share);
        _names = [.. network.named_children().Where(child => modules.Contains(child.module)).SelectMany(
            child => GetNames(child.module).Select(name => $"{child.name}.{name}"))];
        IsFrozen = modules.Count > 0 && share > 0;
        if (IsFrozen)
            SetGradients(isOn: false);
    }

    /// <summary>Whether the part is frozen now.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Freezes a part of a network of cells.</summary>
    /// <param name="network">The network.</param>
    /// <param name="part">Which part.</param>
    /// <param name="share">The share of the training over which it stays frozen.</param>
    public static FrozenWeights Of(SegmentationNetwork network, FrozenPart part, double share) => new(
        network,
        part switch
        {
            FrozenPart.None => [],
            FrozenPart.Backbone => network.Encoder,
            FrozenPart.AllButHeads => [.. network.children().Except(network.Heads)],
            _ => throw new ArgumentOutOfRangeException(nameof(part)),
        },
        share);

    /// <summary>Whether a weight or statistic of this name is one of the part, frozen or not.</summary>
    public bool Includes(string name) => _names.Contains(name);

    /// <summary>Whether a weight or statistic of this name is frozen now.</summary>
    public bool Holds(string name) => IsFrozen && Includes(name);

    /// <summary>Brings the network into its learning mode, but for what is frozen.</summary>
    public void Train()
    {
        _network.train();
        if (!IsFrozen)
            return;
        foreach (var module in _modules)
            module.eval();
    }

    /// <summary>Lets everything learn once the share is over.</summary>
    /// <param name="done">The share of the training that is done, 0 to 1.</param>
    public void ThawAt(double done)
    {
        // The last step of a training whose time is over counts as after its end, and still is a part of it.
        if (!IsFrozen || _share >= 1 || done < _share)
            return;
        Thaw();
        Train();
    }

    /// <summary>Lets everything learn; the mode of the network stays.</summary>
    public void Thaw()
    {
        if (!IsFrozen)
            return;
        IsFrozen = false;
        SetGradients(isOn: true);
    }

    private static IEnumerable<string> GetNames(nn.Module module)
        => module.named_parameters().Select(pair => pair.name).Concat(module.named_buffers().Select(pair => pair.name));

    private void SetGradients(bool isOn)
    {
        foreach (var module in _modules)
        {
            // A gradient that was left over would move its weight.
            module.zero_grad(set_to_none: true);
            foreach (var weight in module.parameters())
                weight.requires_grad = isOn;
        }
    }
}
