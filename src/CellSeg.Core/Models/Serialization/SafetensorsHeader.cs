namespace CellSeg.Models.Serialization;

/// <summary>What a safetensors file says it holds, checked against its size. No value has been read yet.</summary>
/// <param name="Entries">Name to type, shape and place; together they cover the file without gap or overlap.</param>
/// <param name="Metadata">Free text by key; empty when the file has none.</param>
public sealed record SafetensorsHeader(
    IReadOnlyDictionary<string, SafetensorsEntry> Entries,
    IReadOnlyDictionary<string, string> Metadata);
