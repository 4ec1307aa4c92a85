using CellSeg.Decoding;
using CellSeg.Models.Compute;
using CellSeg.Models.Layers;
using CellSeg.Models.Networks;
using CellSeg.Models.Serialization;
using CellSeg.Models.Specifications;
using CellSeg.Models.Torch;
using CellSeg.Schemas;
using TorchSharp;
using static TorchSharp.torch;

namespace CellSeg.Models;

/// <summary>
/// A network with its weights, how its maps are decoded to cells, and how it was trained. Its tensors live as long as
/// the object; <see cref="Dispose"/> frees them at once.
/// </summary>
public sealed class SegmentationModel : IDisposable
{
    private ModelSummary? _summary;

    /// <summary>Makes a model with start weights drawn by the specification's seed.</summary>
    /// <param name="specification">The graph; the default one when null.</param>
    /// <param name="name">For people; made of schema and backbone when null.</param>
    /// <exception cref="CellSegException">The specification is out of range, or libtorch cannot be loaded.</exception>
    public SegmentationModel(ModelSpecification? specification = null, string? name = null)
        : this(specification ?? new ModelSpecification(), name, hasStartWeights: true)
    {
    }

    private SegmentationModel(ModelSpecification specification, string? name, bool hasStartWeights)
    {
        Specification = specification;
        Specification.Validate();
        TorchLibrary.EnsureLoaded();
        Schema = Specification.GetSchema();
        Decoder = Schema.DefaultDecoder;
        Name = name ?? $"{Specification.Schema}-{Specification.Backbone}";
        using var scope = NewDisposeScope();
        Network = SegmentationNetwork.Create(Specification, hasStartWeights ? null : WeightInitializer.LeaveEmptyOn(CPU));
        Network.eval();
        // The network's tensors outlive this scope: they belong to the model.
        foreach (var tensor in Network.parameters().Cast<Tensor>().Concat(Network.buffers()))
            tensor.DetachFromDisposeScope();
    }

    /// <summary>Makes a model of given weights.</summary>
    /// <param name="specification">The graph.</param>
    /// <param name="name">For people.</param>
    /// <param name="weights">Exactly the tensors of the graph.</param>
    /// <param name="origin">Their file, for messages.</param>
    /// <exception cref="CellSegException">The specification is out of range, or the weights are not those of its graph.</exception>
    internal static SegmentationModel Create(
        ModelSpecification specification, string name, IReadOnlyDictionary<string, SafetensorsTensor> weights, string origin)
    {
        var model = new SegmentationModel(specification, name, hasStartWeights: false);
        try
        {
            model.SetWeights(weights, origin);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Throws unless a file has exactly the weights of a graph, without making room for either.</summary>
    /// <exception cref="CellSegException">A tensor is missing, left over, of another shape or no float.</exception>
    internal static void CheckWeights(ModelSpecification specification, SafetensorsHeader header, string origin)
    {
        specification.Validate();
        TorchLibrary.EnsureLoaded();
        using var scope = NewDisposeScope();
        using var blueprint = SegmentationNetwork.CreateBlueprint(specification);
        WeightTransfer.Check(blueprint, header, origin);
    }

    /// <summary>For people, and in output records.</summary>
    public string Name { get; set; }

    /// <summary>The graph.</summary>
    public ModelSpecification Specification { get; }

    /// <summary>What the network predicts.</summary>
    internal Schema Schema { get; }

    /// <summary>How what the network predicts becomes cells.</summary>
    public DecoderOptions Decoder { get; set; }

    /// <summary>Pixels across the cells that the model knows best; null where that is not known. Training sets it.</summary>
    public double? CellDiameter { get; set; }

    /// <summary>Micrometres a pixel of the images that the model knows; null where that is not known. Training sets it.</summary>
    public double? PixelSize { get; set; }

    /// <summary>What the model is for and where it comes from; null where nobody has said.</summary>
    public ModelCard? Card { get; set; }

    /// <summary>How the model was trained; null before.</summary>
    public TrainingProvenance? Training { get; set; }

    /// <summary>Where the backbone's start weights came from; null when they were drawn at random.</summary>
    public string? BackboneWeights { get; internal set; }

    /// <summary>Weights that training can change.</summary>
    public long ParameterCount => ModelMeter.CountWeights(Network);

    /// <summary>All numbers of the model, running statistics included, as the field counts them.</summary>
    public long TotalParameterCount => ParameterCount + ModelMeter.CountStatistics(Network);

    /// <summary>How large the network is and what an image costs. Measured at the first call, by running it on small images.</summary>
    public ModelSummary Summary => _summary ??= ModelMeter.Measure(this);

    internal SegmentationNetwork Network { get; }

    /// <summary>Copies all weights and running statistics out of the network.</summary>
    public IReadOnlyDictionary<string, SafetensorsTensor> GetWeights() => WeightTransfer.Export(Network);

    /// <summary>Sets all weights and running statistics.</summary>
    /// <param name="weights">Exactly the tensors of this graph.</param>
    /// <param name="origin">Their file, for messages.</param>
    /// <exception cref="CellSegException">A tensor is missing, left over, or of another shape.</exception>
    public void SetWeights(IReadOnlyDictionary<string, SafetensorsTensor> weights, string origin)
        => WeightTransfer.Import(Network, weights, origin);

    /// <summary>
    /// Moves the network to where it is to compute. Its tensors are then others: whoever keeps some has to fetch them anew.
    /// </summary>
    /// <param name="device">One that there is; not <see cref="ComputeDevice.Auto"/>.</param>
    internal void MoveTo(ComputeDevice device)
    {
        using var scope = NewDisposeScope();
        var target = device == ComputeDevice.Cuda ? CUDA : CPU;
        // All are looked at, since a move that ran out of memory leaves the network in two places.
        if (Network.parameters().Any(parameter => parameter.device_type != target.type))
            Network.to(target, ScalarType.Float32);
    }

    /// <summary>A model of the same graph, weights and options that shares nothing with this one.</summary>
    public SegmentationModel Clone()
    {
        var copy = Create(Specification, Name, GetWeights(), Name);
        (copy.Decoder, copy.Training, copy.BackboneWeights) = (Decoder, Training, BackboneWeights);
        (copy.CellDiameter, copy.PixelSize, copy.Card) = (CellDiameter, PixelSize, Card);
        return copy;
    }

    /// <summary>Frees the network's tensors.</summary>
    public void Dispose() => Network.Dispose();
}
