using CellSeg.Models.Layers;
using CellSeg.Models.Networks;
using CellSeg.Models.Specifications;
using static TorchSharp.torch;

namespace CellSeg.Models;

/// <summary>Measures a network by running it on small images.</summary>
internal static class ModelMeter
{
    // What depends on the image's size is the difference between the two.
    private const int SmallSize = 64, LargeSize = 128;

    /// <summary>Measures a model. Its weights and statistics stay as they are.</summary>
    public static ModelSummary Measure(SegmentationModel model)
    {
        var network = model.Network;
        var (type, isTraining) = (network.ComputeType, network.training);
        network.ComputeType = ScalarType.Float32;
        network.eval();
        var layers = network.modules().OfType<IConvolutionLayer>().ToList();
        try
        {
            var small = Run(network, layers, model.Specification, SmallSize);
            var large = Run(network, layers, model.Specification, LargeSize);
            return new ModelSummary
            {
                Parts = [.. network.named_children().Select(
                    child => CreatePart(child.name, child.module, small, large, model.Specification.Temporal.FramesPerBatch))],
                MapBytesPerPixel = large.PeakMapBytes / (double)(LargeSize * LargeSize),
            };
        }
        finally
        {
            network.ComputeType = type;
            network.train(isTraining);
            foreach (var layer in layers)
                layer.Meter = null;
        }
    }

    private static ComputeMeter Run(SegmentationNetwork network, List<IConvolutionLayer> layers, ModelSpecification specification, int size)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var meter = new ComputeMeter();
        foreach (var layer in layers)
            layer.Meter = meter;
        network.forward(zeros(specification.Temporal.FramesPerBatch, specification.InputChannels, size, size, device: network.Device));
        return meter;
    }

    /// <summary>Numbers of a module that training changes by gradient.</summary>
    public static long CountWeights(nn.Module module) => module.parameters().Sum(parameter => parameter.numel());

    /// <summary>Running statistics of a module, without the counters of batches.</summary>
    public static long CountStatistics(nn.Module module) => module.buffers().Where(buffer => buffer.is_floating_point()).Sum(buffer => buffer.numel());

    private static ModelPart CreatePart(string name, nn.Module part, ComputeMeter small, ComputeMeter large, int frames)
    {
        long multiplyAdds = part.modules().Append(part).Distinct().OfType<IConvolutionLayer>()
            .Sum(layer => large.GetMultiplyAdds(layer) - small.GetMultiplyAdds(layer));
        return new ModelPart
        {
            Name = name,
            TrainableParameterCount = CountWeights(part),
            TotalParameterCount = CountWeights(part) + CountStatistics(part),
            FlopPerPixel = 2.0 * multiplyAdds / (frames * ((LargeSize * LargeSize) - (SmallSize * SmallSize))),
        };
    }
}
