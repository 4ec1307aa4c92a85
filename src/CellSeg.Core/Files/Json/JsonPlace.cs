namespace CellSeg.Files.Json;

/// <summary>Where an element stands in a JSON file, to be read again by itself.</summary>
/// <param name="Offset">Bytes before it.</param>
/// <param name="Length">Bytes of it.</param>
internal readonly record struct JsonPlace(long Offset, int Length);
