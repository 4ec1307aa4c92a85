using TorchSharp;

namespace CellSeg.Models.Serialization;

/// <summary>A value type that weights may have in a safetensors file.</summary>
/// <param name="Name">The format's name for it.</param>
/// <param name="Size">Bytes a value.</param>
/// <param name="ScalarType">libtorch's name for it.</param>
public sealed record SafetensorsType(string Name, int Size, torch.ScalarType ScalarType)
{
    /// <summary>IEEE single precision.</summary>
    public static readonly SafetensorsType Float32 = new("F32", 4, torch.ScalarType.Float32);

    /// <summary>All types that are read: float32, float16, bfloat16 and int64 (counters).</summary>
    public static readonly IReadOnlyList<SafetensorsType> All =
    [
        Float32,
        new("F16", 2, torch.ScalarType.Float16),
        new("BF16", 2, torch.ScalarType.BFloat16),
        new("I64", 8, torch.ScalarType.Int64),
    ];

    /// <summary>The type of a name, or null if it is none of <see cref="All"/>.</summary>
    public static SafetensorsType? Find(string name) => All.FirstOrDefault(type => type.Name == name);
}
