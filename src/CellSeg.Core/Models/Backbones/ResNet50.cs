using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using CellSeg.Models.Streaming;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Streaming.Kernels;
using CellSeg.Models.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Models.Backbones;

/// <summary>
/// ResNet50 (He et al. 2016; docs/method.md, 1.2) without its classifier. Its parts carry torchvision's names
/// (<c>conv1.weight</c>, <c>layer1.0.conv1.weight</c> …), so that published weights fit.
/// </summary>
internal sealed class ResNet50 : Backbone
{
    // How much wider the last convolution of a block is than its first two.
    private const int Expansion = 4;

    // Blocks and width of each stage, as in table 1 of the paper.
    private static readonly (int Blocks, int Width)[] StageSizes = [(3, 64), (4, 128), (6, 256), (3, 512)];

    private readonly Convolution2d _conv1;
    private readonly BatchNormalization _bn1;
    private readonly List<Sequential> _stages = [];

    public ResNet50(WeightInitializer initializer, BackboneOptions options, int levelCount) : base(nameof(ResNet50), levelCount)
    {
        _conv1 = new Convolution2d(initializer, 3, 64, 7, stride: 2, bias: options.ConvolutionBias);
        _bn1 = BatchNorm(64, options);
        register_module("conv1", _conv1);
        register_module("bn1", _bn1);
        int inputs = 64;
        for (int stage = 0; stage < levelCount - 1; stage++)
        {
            var (blocks, width) = StageSizes[stage];
            var parts = new List<(string, nn.Module<Tensor, Tensor>)>();
            for (int i = 0; i < blocks; i++)
            {
                parts.Add(($"{i}", new Bottleneck(initializer, options, inputs, width, stride: i == 0 && stage > 0 ? 2 : 1)));
                inputs = width * Expansion;
            }
            _stages.Add(nn.Sequential(parts));
            register_module($"layer{stage + 1}", _stages[stage]);
        }
    }

    protected override IReadOnlyList<int> AllLevelChannels { get; } = [64, 256, 512, 1024, 2048];

    public override Tensor[] forward(Tensor input, ScalarType type)
    {
        input = input.to(type);
        var first = nn.functional.relu(_bn1.forward(_conv1.forward(input)));
        var levels = new List<Tensor> { first };
        input = nn.functional.max_pool2d(first, 3, 2, 1);
        foreach (var stage in _stages)
            levels.Add(input = stage.forward(input));
        return [.. levels];
    }

    public override RowMap[] Lay(RowGraph graph, RowMap image)
    {
        var first = graph.Convolve(image, _conv1, _bn1, Rectifier.Relu);
        var levels = new List<RowMap> { first };
        image = graph.Maximize(first, 3, 2, 1);
        foreach (var stage in _stages)
        {
            foreach (var block in stage.children().Cast<Bottleneck>())
                image = block.Lay(graph, image);
            levels.Add(image);
        }
        return [.. levels];
    }

    private static BatchNormalization BatchNorm(int channels, BackboneOptions options)
        => new(channels, options.BatchNormEpsilon, options.BatchNormMomentum);

    /// <summary>Narrow, filter, widen, and add the input, which goes through a convolution where shapes differ.</summary>
    private sealed class Bottleneck : nn.Module<Tensor, Tensor>
    {
        private readonly Convolution2d _conv1, _conv2, _conv3;
        private readonly BatchNormalization _bn1, _bn2, _bn3;
        private readonly Sequential? _downsample;

        public Bottleneck(WeightInitializer initializer, BackboneOptions options, int inputs, int width, int stride) : base(nameof(Bottleneck))
        {
            int outputs = width * Expansion;
            bool isFirst = options.StrideInFirstConvolution, hasBias = options.ConvolutionBias;
            _conv1 = new Convolution2d(initializer, inputs, width, 1, isFirst ? stride : 1, bias: hasBias);
            _conv2 = new Convolution2d(initializer, width, width, 3, isFirst ? 1 : stride, bias: hasBias);
            _conv3 = new Convolution2d(initializer, width, outputs, 1, bias: hasBias);
            (_bn1, _bn2, _bn3) = (BatchNorm(width, options), BatchNorm(width, options), BatchNorm(outputs, options));
            register_module("conv1", _conv1);
            register_module("bn1", _bn1);
            register_module("conv2", _conv2);
            register_module("bn2", _bn2);
            register_module("conv3", _conv3);
            register_module("bn3", _bn3);
            if (inputs == outputs && stride == 1)
                return;
            _downsample = nn.Sequential(("0", new Convolution2d(initializer, inputs, outputs, 1, stride, bias: hasBias)), ("1", BatchNorm(outputs, options)));
            register_module("downsample", _downsample);
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var output = nn.functional.relu(_bn1.forward(_conv1.forward(input)));
            output = nn.functional.relu(_bn2.forward(_conv2.forward(output)));
            output = _bn3.forward(_conv3.forward(output));
            return nn.functional.relu(output.Plus(_downsample?.forward(input) ?? input)).MoveToOuterDisposeScope();
        }

        public RowMap Lay(RowGraph graph, RowMap input)
        {
            var output = graph.Convolve(input, _conv1, _bn1, Rectifier.Relu);
            output = graph.Convolve(output, _conv2, _bn2, Rectifier.Relu);
            return graph.Convolve(output, _conv3, _bn3, Rectifier.Relu, _downsample is null ? input : graph.Follow(input, _downsample));
        }
    }
}
