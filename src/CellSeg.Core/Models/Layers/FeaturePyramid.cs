using CellSeg.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Models.Layers;

/// <summary>
/// A feature pyramid (Lin et al. 2017; thesis figure 1; docs/method.md, 2.1): each backbone level is brought to the same width
/// by a 1x1 convolution, coarser levels are upsampled and added to finer ones, and the sum of the finest level goes
/// through a 3x3 convolution. Coarser outputs, which a semantic head does not read, are not made.
/// </summary>
/// <remarks>Input: backbone levels, finest first. Output: the finest pyramid level [N, width, H, W].</remarks>
internal sealed class FeaturePyramid : nn.Module<IReadOnlyList<Tensor>, Tensor>
{
    private readonly ModuleList<nn.Module<Tensor, Tensor>> _lateral = [];
    private readonly Convolution2d _output;

    /// <param name="random">Draws the start weights.</param>
    /// <param name="levelChannels">Channels of the backbone levels, finest first.</param>
    /// <param name="width">Channels of the pyramid.</param>
    /// <param name="isDepthwise">The light pyramid: the 3x3 convolution filters each channel by itself.</param>
    public FeaturePyramid(RandomSource random, IReadOnlyList<int> levelChannels, int width, bool isDepthwise) : base(nameof(FeaturePyramid))
    {
        foreach (int channels in levelChannels)
            _lateral.Add(new Convolution2d(random, channels, width, 1));
        _output = new Convolution2d(random, width, width, 3, groups: isDepthwise ? width : 1);
        register_module("lateral", _lateral);
        register_module("output", _output);
    }

    public override Tensor forward(IReadOnlyList<Tensor> levels)
    {
        using var scope = NewDisposeScope();
        var merged = _lateral[^1].forward(levels[^1]);
        for (int i = levels.Count - 2; i >= 0; i--)
            merged = Upsampling.Double(merged) + _lateral[i].forward(levels[i]);
        return _output.forward(merged).MoveToOuterDisposeScope();
    }
}
