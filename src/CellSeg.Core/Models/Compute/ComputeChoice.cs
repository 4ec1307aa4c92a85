using static TorchSharp.torch;

namespace CellSeg.Models.Compute;

/// <summary>The number type that a network is computed in.</summary>
/// <param name="Type">float32 or bfloat16.</param>
/// <param name="Warning">Why it is not the one that was wanted; null where it is.</param>
internal readonly record struct ComputeChoice(ScalarType Type, string? Warning = null);
