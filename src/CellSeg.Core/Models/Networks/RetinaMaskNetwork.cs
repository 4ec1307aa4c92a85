using CellSeg.Models.Detection;
using CellSeg.Models.Detection.Boxes;
using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using CellSeg.Models.Temporal;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Models.Networks;

/// <summary>
/// RetinaMask (Fu et al. 2019; thesis section 2.2; docs/method.md, 3): backbone -> feature pyramid -> [temporal modules]
/// -> a score and a box for each anchor; masks are made of the finest level, box by box.
/// </summary>
/// <remarks>
/// Output: scores before the sigmoid [N, anchors], boxes relative to their anchors [N, anchors, 4], and the finest
/// pyramid level [N, width, h, w], which <see cref="PredictMasks"/> reads.
/// </remarks>
internal sealed class RetinaMaskNetwork : SegmentationNetwork
{
    // One cell in a hundred anchors, to begin with (Lin et al. 2017b, section 4.1).
    private const double StartScore = 0.01;

    private readonly ModelSpecification _specification;
    private readonly FeaturePyramid _pyramid;
    private readonly ModuleList<TemporalLayer> _temporal = [];
    private readonly AnchorHead _scores, _boxes;
    private readonly MaskHead _masks;
    private readonly FinalScoreHead? _finalScores;

    public RetinaMaskNetwork(ModelSpecification specification, WeightInitializer initializer) : base(nameof(RetinaMaskNetwork), specification, initializer)
    {
        _specification = specification;
        int levels = specification.Detection.CoarsestLevel - specification.FinestLevel + 1;
        _pyramid = new FeaturePyramid(initializer, [.. Backbone.LevelChannels.Skip(specification.FinestLevel - 1)], levels, specification);
        for (int i = 0; i < levels; i++)
        {
            if (TemporalLayer.Create(initializer, specification) is { } layer)
                _temporal.Add(layer);
        }
        _scores = new AnchorHead(initializer, specification, valuesPerAnchor: 1, -Math.Log((1 - StartScore) / StartScore));
        _boxes = new AnchorHead(initializer, specification, valuesPerAnchor: 4);
        _masks = new MaskHead(initializer, specification);
        register_module("pyramid", _pyramid);
        register_module("temporal", _temporal);
        register_module("scores", _scores);
        register_module("boxes", _boxes);
        register_module("masks", _masks);
        if (specification.Temporal.FramesPerBatch < 2)
            return;
        _finalScores = new FinalScoreHead(initializer, specification.PyramidWidth);
        register_module("finalScores", _finalScores);
    }

    public override IReadOnlyList<nn.Module> Heads => _finalScores is null ? [_scores, _boxes, _masks] : [_scores, _boxes, _masks, _finalScores];

    /// <summary>Whether <see cref="PredictFinalScores"/> can be called: networks of several frames judge each box anew.</summary>
    public bool HasFinalScores => _finalScores is not null;

    public override Tensor[] forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var levels = _pyramid.forward([.. Encode(input).Skip(_specification.FinestLevel - 1)]);
        var finest = levels[0];
        for (int i = 0; i < _temporal.Count; i++)
            levels[i] = _temporal[i].forward(levels[i]);
        var scores = cat([.. levels.Select(_scores.forward)], 1).squeeze(2);
        var boxes = cat([.. levels.Select(_boxes.forward)], 1);
        return [scores.MoveToOuterDisposeScope(), boxes.MoveToOuterDisposeScope(), finest.MoveToOuterDisposeScope()];
    }

    /// <summary>The part of the finest level that lies in each box.</summary>
    /// <param name="features">The third output.</param>
    /// <param name="boxes">Left, top, right, bottom of each box in pixels of the image.</param>
    /// <param name="images">Which image of the batch each box lies in.</param>
    /// <returns>[boxes, width, 14, 14].</returns>
    public Tensor Crop(Tensor features, ReadOnlySpan<float> boxes, ReadOnlySpan<int> images)
        => BoxSampler.Crop(features, boxes, images, MaskHead.InputSide, 1 << _specification.FinestLevel);

    /// <summary>The mask in each box, before the sigmoid.</summary>
    /// <param name="crops">From <see cref="Crop"/>.</param>
    /// <returns>[boxes, 28, 28].</returns>
    public Tensor PredictMasks(Tensor crops) => _masks.forward(crops);

    /// <summary>How sure it is that there is a cell in each box, before the sigmoid.</summary>
    /// <param name="crops">From <see cref="Crop"/>.</param>
    /// <returns>[boxes].</returns>
    public Tensor PredictFinalScores(Tensor crops)
        => (_finalScores ?? throw new InvalidOperationException("The network has no head for final scores.")).forward(crops);
}
