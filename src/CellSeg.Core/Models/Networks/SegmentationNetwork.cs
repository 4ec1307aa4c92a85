using CellSeg.Models.Backbones;
using CellSeg.Models.Compute;
using CellSeg.Models.Layers;
using CellSeg.Models.Specifications;
using CellSeg.Models.Streaming;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Torch;
using CellSeg.Schemas;
using static TorchSharp.torch;

namespace CellSeg.Models.Networks;

/// <summary>
/// What all networks share: [location channels] -> 1x1 convolution to three channels -> backbone (docs/method.md, 1.1).
/// </summary>
/// <remarks>
/// Input [N, channels, H, W], normalised, H and W multiples of <see cref="SizeStep"/>; with several frames per batch,
/// N is a multiple of their number, and the frames of a clip follow each other. Outputs are float32.
/// </remarks>
internal abstract class SegmentationNetwork : nn.Module<Tensor, Tensor[]>
{
    /// <summary>The coarsest stride: heights and widths are multiples of it.</summary>
    public const int SizeStep = 32;

    private readonly LocationLayer? _location;
    private readonly Convolution2d _channels;

    protected SegmentationNetwork(string name, ModelSpecification specification, WeightInitializer initializer) : base(name)
    {
        if (specification.LocationLayer)
            _location = new LocationLayer();
        _channels = new Convolution2d(initializer, specification.InputChannels + (_location is null ? 0 : 2), 3, 1);
        if (!specification.RandomChannels)
            StartAsGrey(specification.InputChannels);
        Backbone = Backbone.Create(initializer, specification);
        register_module("channels", _channels);
        register_module("backbone", Backbone);
    }

    /// <summary>The feature extractor, whose weights may come from elsewhere.</summary>
    public Backbone Backbone { get; }

    /// <summary>What an image goes through before the feature pyramid: the convolution to three channels, and the backbone.</summary>
    public IReadOnlyList<nn.Module> Encoder => [_channels, Backbone];

    /// <summary>What turns features into outputs.</summary>
    public abstract IReadOnlyList<nn.Module> Heads { get; }

    /// <summary>The type that convolutions compute in; weights and outputs are float32 whatever it is.</summary>
    public ScalarType ComputeType { get; set; } = ScalarType.Float32;

    /// <summary>Where the weights are, and what goes in has to be.</summary>
    public Device Device => _channels.Weight.device;

    /// <summary>The network of a specification.</summary>
    /// <param name="specification">The graph.</param>
    /// <param name="initializer">Gives the weights their start values; they are drawn by the specification's seed when it is null.</param>
    public static SegmentationNetwork Create(ModelSpecification specification, WeightInitializer? initializer = null)
    {
        initializer ??= WeightInitializer.Draw(specification.Seed);
        return specification.GetSchema() is MapSchema schema
            ? new SemanticNetwork(specification, schema, initializer)
            : new RetinaMaskNetwork(specification, initializer);
    }

    /// <summary>The network of a specification without room for its weights, to look at.</summary>
    public static SegmentationNetwork CreateBlueprint(ModelSpecification specification) => Create(specification, WeightInitializer.LeaveEmptyOn(META));

    /// <summary>What the network of a specification convolves.</summary>
    public static IReadOnlyList<ConvolutionShape> GetConvolutions(ModelSpecification specification)
    {
        using var scope = NewDisposeScope();
        using var blueprint = CreateBlueprint(specification);
        return blueprint.Convolutions;
    }

    /// <summary>What the network convolves, each shape once.</summary>
    public IReadOnlyList<ConvolutionShape> Convolutions => [.. modules().OfType<IConvolutionLayer>().Select(layer => layer.Shape).Distinct()];

    /// <summary>Begins the layers that go down a frame row by row.</summary>
    /// <param name="graph">Gets them.</param>
    /// <returns>The backbone's levels, C1 first.</returns>
    protected RowMap[] LayEncoder(RowGraph graph)
        => Backbone.Lay(graph, graph.Begin(new RowImage(RowLayout.Fold(_channels), _location is not null, SizeStep)));

    /// <summary>The backbone's levels, C1 first.</summary>
    protected Tensor[] Encode(Tensor input)
    {
        if (_location is not null)
            input = _location.forward(input);
        return Backbone.forward(_channels.forward(ChannelsLast.Convert(input)), ComputeType);
    }

    /// <summary>
    /// Each of the backbone's three inputs starts as the mean of the image's channels, which is what a grey photograph
    /// looks like to weights that were trained on photographs.
    /// </summary>
    private void StartAsGrey(int imageChannels)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        _channels.Weight.zero_();
        _channels.Weight.narrow(1, 0, imageChannels).Fill(1.0 / imageChannels);
    }
}
