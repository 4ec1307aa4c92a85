using static TorchSharp.torch;

namespace CellSeg.Models.Serialization;

/// <summary>Moves weights between a network and named tensors.</summary>
internal static class WeightTransfer
{
    // Batch norm counts its batches here; nothing depends on it.
    private const string Counter = "num_batches_tracked";

    /// <summary>Copies every weight and running statistic, as float32.</summary>
    public static Dictionary<string, SafetensorsTensor> Export(nn.Module network)
    {
        using var _ = no_grad();
        var weights = new Dictionary<string, SafetensorsTensor>();
        foreach (var (name, tensor) in Enumerate(network))
        {
            using var scope = NewDisposeScope();
            var values = tensor.detach().cpu().to(ScalarType.Float32).contiguous();
            weights[name] = new SafetensorsTensor(SafetensorsType.Float32, tensor.shape, values.bytes.ToArray());
        }
        return weights;
    }

    /// <summary>Sets every weight and running statistic.</summary>
    /// <exception cref="CellSegException">A tensor is missing, left over, or of another shape; nothing was changed.</exception>
    public static void Import(nn.Module network, IReadOnlyDictionary<string, SafetensorsTensor> weights, string origin)
    {
        var targets = Enumerate(network).ToDictionary(pair => pair.Name, pair => pair.Tensor);
        if (targets.Keys.Except(weights.Keys).FirstOrDefault() is { } missing)
            throw new CellSegException(origin, $"the weight '{missing}' is missing", "Use weights of the same schema, backbone and options");
        if (weights.Keys.Except(targets.Keys).FirstOrDefault() is { } unknown)
            throw new CellSegException(origin, $"the model has no weight '{unknown}'", "Use weights of the same schema, backbone and options");
        CheckShapes(targets, weights, origin);
        foreach (var (name, target) in targets)
            Copy(weights[name], target);
    }

    /// <summary>
    /// Sets the weights that a file has for a part of a network, and checks that none is missing. Tensors of the file
    /// that the part does not have are left aside.
    /// </summary>
    /// <returns>The names of the file's tensors that were not used.</returns>
    /// <exception cref="CellSegException">A tensor is missing or of another shape; nothing was changed.</exception>
    public static IReadOnlyList<string> ImportPart(nn.Module part, IReadOnlyDictionary<string, SafetensorsTensor> weights, string origin)
    {
        var targets = Enumerate(part).ToDictionary(pair => pair.Name, pair => pair.Tensor);
        if (targets.Keys.Except(weights.Keys).FirstOrDefault() is { } missing)
            throw new CellSegException(origin, $"the weight '{missing}' is missing", "Give a file of this backbone with torchvision's names");
        CheckShapes(targets, weights, origin);
        foreach (var (name, target) in targets)
            Copy(weights[name], target);
        return [.. weights.Keys.Except(targets.Keys).Where(name => !name.EndsWith(Counter, StringComparison.Ordinal))];
    }

    private static IEnumerable<(string Name, Tensor Tensor)> Enumerate(nn.Module network)
        => network.named_parameters().Select(pair => (pair.name, (Tensor)pair.parameter))
            .Concat(network.named_buffers().Select(pair => (pair.name, pair.buffer)))
            .Where(pair => !pair.name.EndsWith(Counter, StringComparison.Ordinal));

    private static void CheckShapes(Dictionary<string, Tensor> targets, IReadOnlyDictionary<string, SafetensorsTensor> weights, string origin)
    {
        foreach (var (name, target) in targets)
        {
            if (!target.shape.SequenceEqual(weights[name].Shape))
                throw new CellSegException(origin, $"the weight '{name}' has the shape [{string.Join(", ", weights[name].Shape)}], the model needs [{string.Join(", ", target.shape)}]", "Use weights of the same schema, backbone and options");
        }
    }

    private static void Copy(SafetensorsTensor source, Tensor target)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var values = empty(source.Shape, source.Type.ScalarType);
        values.bytes = source.Data;
        target.copy_(values);
    }
}
