using static TorchSharp.torch;

namespace CellSeg.Models.Backbones;

/// <summary>
/// A feature extractor: an image [N, 3, H, W] goes in, the levels C1 to C5 of strides 2, 4, 8, 16 and 32 come out,
/// finest first. H and W are multiples of 32.
/// </summary>
internal abstract class Backbone : nn.Module<Tensor, Tensor[]>
{
    protected Backbone(string name) : base(name) { }

    /// <summary>Channels of C1 … C5.</summary>
    public abstract IReadOnlyList<int> LevelChannels { get; }
}
