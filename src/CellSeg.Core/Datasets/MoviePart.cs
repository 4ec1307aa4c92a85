namespace CellSeg.Datasets;

/// <summary>Where a part of a movie lies in it.</summary>
/// <param name="Whole">The movie.</param>
/// <param name="Tile">The rectangle of its frames.</param>
/// <param name="First">The frame that the part begins with.</param>
internal sealed record MoviePart(CellMovie Whole, MovieTile Tile, int First);
