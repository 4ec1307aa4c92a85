namespace CellSeg.Models.Serialization;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Tensors">Name to tensor.</param>
/// <param name="Metadata">Free text by key; empty when the file has none.</param>
public sealed record SafetensorsContent(
    IReadOnlyDictionary<string, SafetensorsTensor> Tensors,
    IReadOnlyDictionary<string, string> Metadata);
