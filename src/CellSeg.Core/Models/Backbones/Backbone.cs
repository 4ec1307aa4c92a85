using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using CellSeg.Models.Streaming;
using CellSeg.Models.Streaming.Flow;
using static TorchSharp.torch;

namespace CellSeg.Models.Backbones;

/// <summary>
/// A feature extractor: an image [N, 3, H, W] goes in, the levels C1, C2 … of strides 2, 4 … come out, finest first.
/// H and W are multiples of 32. The image is float32; beside it goes the type to compute in, which the levels come out in.
/// </summary>
internal abstract class Backbone : nn.Module<Tensor, ScalarType, Tensor[]>
{
    private readonly int _levelCount;

    /// <param name="name">The name of the module.</param>
    /// <param name="levelCount">How many levels to make, 1 to 5; layers that only coarser ones need are left out.</param>
    protected Backbone(string name, int levelCount) : base(name) => _levelCount = levelCount;

    /// <summary>Channels of C1, C2 … as far as they are made.</summary>
    public IReadOnlyList<int> LevelChannels => [.. AllLevelChannels.Take(_levelCount)];

    /// <summary>The layers of the feature extractor, which give what <c>forward</c> gives in float32.</summary>
    /// <param name="graph">Gets them.</param>
    /// <param name="image">Three channels.</param>
    /// <returns>C1, C2 … as far as they are made.</returns>
    public abstract RowMap[] Lay(RowGraph graph, RowMap image);

    /// <summary>Channels of C1 … C5.</summary>
    protected abstract IReadOnlyList<int> AllLevelChannels { get; }

    /// <summary>The backbone that a specification names, with start weights.</summary>
    public static Backbone Create(WeightInitializer initializer, ModelSpecification specification)
    {
        var (options, levels) = (specification.BackboneOptions, specification.CoarsestBackboneLevel);
        return specification.Backbone switch
        {
            BackboneKind.MobileNetV2 => new MobileNetV2(initializer, options, levels),
            BackboneKind.ResNet50 => new ResNet50(initializer, options, levels),
            BackboneKind.FeatureNet => new FeatureNet(initializer, options, levels),
            _ => throw new InvalidOperationException($"The backbone {specification.Backbone} is unknown."),
        };
    }
}
