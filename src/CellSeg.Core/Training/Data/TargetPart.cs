using CellSeg.Models.Specifications;

namespace CellSeg.Training.Data;

/// <summary>Gives the place where the target of a map is to be written.</summary>
internal delegate Span<float> TargetPart(PredictedMap map);
