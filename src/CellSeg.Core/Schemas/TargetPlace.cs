namespace CellSeg.Schemas;

/// <summary>Gives the place where the target of a map is to be written, channel after channel.</summary>
/// <param name="map">One of the schema's maps.</param>
public delegate Span<float> TargetPlace(OutputMap map);
