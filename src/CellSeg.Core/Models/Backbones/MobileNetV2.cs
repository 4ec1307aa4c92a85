using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using CellSeg.Models.Streaming;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Models.Backbones;

/// <summary>
/// MobileNetV2 of width 1.0 (Sandler et al. 2018; docs/method.md, 1.3), without the last 1x1 convolution, which feeds no level.
/// Its parts carry torchvision's names (<c>features.0.0.weight</c> …), so that published weights fit.
/// </summary>
internal sealed class MobileNetV2 : Backbone
{
    // Expansion, output channels, blocks and stride of the first block, as in table 2 of the paper.
    private static readonly (int Expansion, int Channels, int Blocks, int Stride)[] Stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    // C1 … C5 are taken after these parts: the last block of each stride. All of them are linear (no activation).
    private static readonly int[] LevelParts = [1, 3, 6, 13, 17];

    private readonly ModuleList<nn.Module<Tensor, Tensor>> _features = [];

    public MobileNetV2(WeightInitializer initializer, BackboneOptions options, int levelCount) : base(nameof(MobileNetV2), levelCount)
    {
        _features.Add(ConvolutionBlock(initializer, options, 3, 32, kernel: 3, stride: 2));
        int inputs = 32;
        foreach (var (expansion, channels, blocks, stride) in Stages)
        {
            for (int i = 0; i < blocks && _features.Count <= LevelParts[levelCount - 1]; i++)
            {
                _features.Add(new InvertedResidual(initializer, options, inputs, channels, i == 0 ? stride : 1, expansion));
                inputs = channels;
            }
        }
        register_module("features", _features);
    }

    protected override IReadOnlyList<int> AllLevelChannels { get; } = [16, 24, 32, 96, 320];

    /// <remarks>
    /// The first level is always computed in float32, which is a fiftieth of the work. Rounded to bfloat16 its few channels lose
    /// what tells neighbouring pixels apart: most of the pixels and cells that differ between the types did so by this
    /// block alone (docs/results/nuclei.md).
    /// </remarks>
    public override Tensor[] forward(Tensor input, ScalarType type)
    {
        var levels = new List<Tensor>(LevelParts.Length);
        for (int i = 0; i < _features.Count; i++)
        {
            input = _features[i].forward(input);
            if (!LevelParts.Contains(i))
                continue;
            input = input.to(type);
            levels.Add(input);
        }
        return [.. levels];
    }

    public override RowMap[] Lay(RowGraph graph, RowMap image)
    {
        var levels = new List<RowMap>(LevelParts.Length);
        for (int i = 0; i < _features.Count; i++)
        {
            image = _features[i] is InvertedResidual block ? block.Lay(graph, image) : graph.Follow(image, (Sequential)_features[i]);
            if (LevelParts.Contains(i))
                levels.Add(image);
        }
        return [.. levels];
    }

    private static Sequential ConvolutionBlock(
        WeightInitializer initializer, BackboneOptions options, int inputs, int outputs, int kernel, int stride = 1, int groups = 1)
        => nn.Sequential(
            ("0", new Convolution2d(initializer, inputs, outputs, kernel, stride, groups, bias: false, options.Padding)),
            ("1", BatchNorm(outputs, options)),
            ("2", nn.ReLU6()));

    private static BatchNormalization BatchNorm(int channels, BackboneOptions options)
        => new(channels, options.BatchNormEpsilon, options.BatchNormMomentum);

    /// <summary>Expand, filter each channel by itself, project without activation; add the input where shapes allow.</summary>
    private sealed class InvertedResidual : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential _conv;
        private readonly bool _hasShortcut;

        public InvertedResidual(WeightInitializer initializer, BackboneOptions options, int inputs, int outputs, int stride, int expansion)
            : base(nameof(InvertedResidual))
        {
            int hidden = inputs * expansion;
            var parts = new List<nn.Module<Tensor, Tensor>>();
            if (expansion > 1)
                parts.Add(ConvolutionBlock(initializer, options, inputs, hidden, kernel: 1));
            parts.Add(ConvolutionBlock(initializer, options, hidden, hidden, kernel: 3, stride, groups: hidden));
            parts.Add(new Convolution2d(initializer, hidden, outputs, 1, bias: false));
            parts.Add(BatchNorm(outputs, options));
            _conv = nn.Sequential(parts.Select((part, i) => ($"{i}", part)));
            register_module("conv", _conv);
            _hasShortcut = stride == 1 && inputs == outputs;
        }

        public override Tensor forward(Tensor input)
        {
            var output = _conv.forward(input);
            return _hasShortcut ? input.Plus(output) : output;
        }

        public RowMap Lay(RowGraph graph, RowMap input) => graph.Follow(input, _conv, _hasShortcut ? input : null);
    }
}
