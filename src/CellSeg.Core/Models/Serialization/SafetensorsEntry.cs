namespace CellSeg.Models.Serialization;

/// <summary>What the header of a safetensors file says of one tensor.</summary>
/// <param name="Type">The type of its values.</param>
/// <param name="Shape">Sizes of its axes; empty for a single number.</param>
/// <param name="Begin">Where its values begin, in bytes behind the header.</param>
/// <param name="End">Where they end, exclusive.</param>
public sealed record SafetensorsEntry(SafetensorsType Type, long[] Shape, long Begin, long End);
