using static TorchSharp.torch;

namespace CellSeg.Models.Serialization;

/// <summary>Moves single tensors between the memory of their device and named tensors of a file, which are float32.</summary>
internal static class TensorCopy
{
    /// <summary>Copies a tensor.</summary>
    public static SafetensorsTensor Export(Tensor tensor)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        return new SafetensorsTensor(SafetensorsType.Float32, tensor.shape, tensor.detach().cpu().to(ScalarType.Float32).contiguous().bytes.ToArray());
    }

    /// <summary>Sets a tensor of float32.</summary>
    /// <param name="source">Tensors by name.</param>
    /// <param name="name">The name of the one to take.</param>
    /// <param name="target">The tensor to set.</param>
    /// <param name="origin">Their file, for messages.</param>
    /// <exception cref="CellSegException">There is no tensor of the name, or it has another shape or type.</exception>
    public static void Import(IReadOnlyDictionary<string, SafetensorsTensor> source, string name, Tensor target, string origin)
    {
        if (!source.TryGetValue(name, out var values) || values.Type != SafetensorsType.Float32 || !values.Shape.SequenceEqual(target.shape))
            throw new CellSegException(origin, $"the checkpoint does not fit the model at '{name}'", "Resume with the model that the training was begun with");
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var copy = empty(values.Shape);
        copy.bytes = values.Data;
        target.copy_(copy);
    }
}
