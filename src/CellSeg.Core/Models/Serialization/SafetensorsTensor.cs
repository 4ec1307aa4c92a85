namespace CellSeg.Models.Serialization;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Type">The type of its values.</param>
/// <param name="Shape">Sizes of its axes; empty for a single number.</param>
/// <param name="Data">The values, little-endian, last axis fastest.</param>
public sealed record SafetensorsTensor(SafetensorsType Type, long[] Shape, byte[] Data);
