using TorchSharp;

namespace CellSeg.Models.Serialization;

/// <summary>A value type that weights may have in a safetensors file.</summary>
/// <param name="Name">The format's name for it.</param>
/// <param name="Size">Bytes a value.</param>
/// <param name="ScalarType">libtorch's name for it.</param>
/// <param name="ExponentBits">The bits of a float's exponent; 0 for integers.</param>
public sealed record SafetensorsType(string Name, int Size, torch.ScalarType ScalarType, uint ExponentBits = 0)
{
    /// <summary>IEEE single precision.</summary>
    public static readonly SafetensorsType Float32 = new("F32", 4, torch.ScalarType.Float32, 0x7F80_0000);

    /// <summary>IEEE half precision.</summary>
    public static readonly SafetensorsType Float16 = new("F16", 2, torch.ScalarType.Float16, 0x7C00);

    /// <summary>
    /// All types that are read: float32, float16 and bfloat16 for weights, int64 for the batch counters that published
    /// files hold and that are left aside.
    /// </summary>
    public static readonly IReadOnlyList<SafetensorsType> All =
    [
        Float32,
        Float16,
        new("BF16", 2, torch.ScalarType.BFloat16, 0x7F80),
        new("I64", 8, torch.ScalarType.Int64),
    ];

    /// <summary>Whether a weight can have the type.</summary>
    public bool IsFloat => ExponentBits != 0;

    /// <summary>The type of a name, or null if it is none of <see cref="All"/>.</summary>
    public static SafetensorsType? Find(string name) => All.FirstOrDefault(type => type.Name == name);
}
