namespace CellSeg.Schemas;

/// <summary>What can be chosen about the output of a network, apart from its schema.</summary>
/// <param name="ForegroundHead">Whether a watershed network also predicts foreground.</param>
/// <param name="PixelClasses">Classes of a pixelwise network, 3 or 4.</param>
/// <param name="DistanceBins">Steps of the distance in a discretised watershed network, 2 to 255.</param>
public sealed record SchemaOptions(bool ForegroundHead = true, int PixelClasses = 3, int DistanceBins = 4);
