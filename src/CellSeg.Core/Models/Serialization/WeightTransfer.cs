using static TorchSharp.torch;

namespace CellSeg.Models.Serialization;

/// <summary>Moves weights between a network and named tensors.</summary>
internal static class WeightTransfer
{
    // Batch norm counts its batches here, in files as an integer; nothing depends on it.
    private const string Counter = "num_batches_tracked";

    private const string SameModel = "Use weights of the same schema, backbone and options";

    /// <summary>Copies every weight and running statistic, as float32.</summary>
    public static Dictionary<string, SafetensorsTensor> Export(nn.Module network)
        => Enumerate(network).ToDictionary(pair => pair.Name, pair => TensorCopy.Export(pair.Tensor));

    /// <summary>Whether a file's tensors are those of a network, by name, type and shape. The network may be a blueprint.</summary>
    /// <exception cref="CellSegException">A tensor is missing, left over, of another shape or no float.</exception>
    public static void Check(nn.Module network, SafetensorsHeader header, string origin)
        => Check(Targets(network), header.Entries.Keys, name => (header.Entries[name].Type, header.Entries[name].Shape), origin);

    /// <summary>Sets every weight and running statistic.</summary>
    /// <exception cref="CellSegException">A tensor is missing, left over, of another shape, no float or not finite; nothing was changed.</exception>
    public static void Import(nn.Module network, IReadOnlyDictionary<string, SafetensorsTensor> weights, string origin)
    {
        var targets = Targets(network);
        Check(targets, weights.Keys, name => (weights[name].Type, weights[name].Shape), origin);
        Copy(weights, targets, origin);
    }

    /// <summary>
    /// Sets the weights that a file has for a part of a network, and checks that none is missing. Tensors of the file
    /// that the part does not have are left aside.
    /// </summary>
    /// <returns>The names of the tensors that were used, and of those that were not.</returns>
    /// <exception cref="CellSegException">A tensor is missing, of another shape, no float or not finite; nothing was changed.</exception>
    public static (IReadOnlyList<string> Used, IReadOnlyList<string> Unused) ImportPart(
        nn.Module part, IReadOnlyDictionary<string, SafetensorsTensor> weights, string origin)
    {
        var targets = Targets(part);
        if (targets.Keys.Except(weights.Keys).FirstOrDefault() is { } missing)
            throw new CellSegException(origin, $"the weight '{missing}' is missing", "Give a file of this backbone with torchvision's names");
        CheckShapes(targets, name => (weights[name].Type, weights[name].Shape), origin);
        Copy(weights, targets, origin);
        return ([.. targets.Keys], [.. weights.Keys.Except(targets.Keys).Where(name => !IsCounter(name))]);
    }

    private static Dictionary<string, Tensor> Targets(nn.Module network) => Enumerate(network).ToDictionary(pair => pair.Name, pair => pair.Tensor);

    private static IEnumerable<(string Name, Tensor Tensor)> Enumerate(nn.Module network)
        => network.named_parameters().Select(pair => (pair.name, (Tensor)pair.parameter))
            .Concat(network.named_buffers().Select(pair => (pair.name, pair.buffer)))
            .Where(pair => !IsCounter(pair.name));

    private static bool IsCounter(string name) => name.EndsWith(Counter, StringComparison.Ordinal);

    private static void Check(
        Dictionary<string, Tensor> targets, IEnumerable<string> names, Func<string, (SafetensorsType Type, long[] Shape)> find,
        string origin)
    {
        var found = names.ToHashSet();
        if (targets.Keys.FirstOrDefault(name => !found.Contains(name)) is { } missing)
            throw new CellSegException(origin, $"the weight '{missing}' is missing", SameModel);
        if (found.FirstOrDefault(name => !targets.ContainsKey(name)) is { } unknown)
            throw new CellSegException(origin, $"the model has no weight '{unknown}'", SameModel);
        CheckShapes(targets, find, origin);
    }

    private static void CheckShapes(Dictionary<string, Tensor> targets, Func<string, (SafetensorsType Type, long[] Shape)> find, string origin)
    {
        foreach (var (name, target) in targets)
        {
            var (type, shape) = find(name);
            if (!target.shape.SequenceEqual(shape))
            {
                throw new CellSegException(
                    origin,
                    $"the weight '{name}' has the shape [{string.Join(", ", shape)}], the model needs [{string.Join(", ", target.shape)}]",
                    SameModel);
            }
            if (!type.IsFloat)
                throw new CellSegException(origin, $"the weight '{name}' has the type {type.Name}, which is no float", "Convert the weights to float32");
        }
    }

    private static void Copy(IReadOnlyDictionary<string, SafetensorsTensor> weights, Dictionary<string, Tensor> targets, string origin)
    {
        if (targets.Keys.FirstOrDefault(name => !weights[name].IsFinite) is { } broken)
        {
            throw new CellSegException(
                origin, $"the weight '{broken}' has values that are no finite numbers",
                "Copy or download the file again, or train the model again");
        }
        using var _ = no_grad();
        foreach (var (name, target) in targets)
        {
            using var scope = NewDisposeScope();
            var source = weights[name];
            var values = empty(source.Shape, source.Type.ScalarType);
            values.bytes = source.Data;
            target.copy_(values);
        }
    }
}
