using static TorchSharp.torch;

namespace CellSeg.Models.Layers;

/// <summary>Adds up what the layers of a network do while an image goes through it.</summary>
internal sealed class ComputeMeter
{
    private readonly Dictionary<IConvolutionLayer, long> _multiplyAdds = [];

    // Maps that went into a layer or came out of one and that nobody has disposed of yet.
    private readonly HashSet<Tensor> _maps = new(ReferenceEqualityComparer.Instance);

    /// <summary>The most bytes of maps that were alive at once when a layer had just computed.</summary>
    public long PeakMapBytes { get; private set; }

    /// <summary>Multiply-adds of a layer so far.</summary>
    public long GetMultiplyAdds(IConvolutionLayer layer) => _multiplyAdds.GetValueOrDefault(layer);

    /// <summary>Counts one convolution, of any number of dimensions and groups.</summary>
    /// <param name="layer">Who computed.</param>
    /// <param name="weight">Its kernel, [out, in / groups, ...].</param>
    /// <param name="input">What went in.</param>
    /// <param name="output">What came out.</param>
    public void Record(IConvolutionLayer layer, Tensor weight, Tensor input, Tensor output)
    {
        _multiplyAdds[layer] = GetMultiplyAdds(layer) + (output.numel() * (weight.numel() / weight.shape[0]));
        _maps.RemoveWhere(map => map.IsInvalid);
        _maps.Add(input);
        _maps.Add(output);
        PeakMapBytes = Math.Max(PeakMapBytes, _maps.Sum(map => map.numel() * map.element_size()));
    }
}
