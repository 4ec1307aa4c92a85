namespace CellSeg.Imaging.Regions;

/// <summary>
/// The outline of a piece of a cell whose pixels hang together by their edges. A ring lists its corners, each once, between which
/// it runs along pixel edges, by turns along a row and along a column; it goes back from the last to the first. No ring passes a
/// corner twice, though two may touch in one, so that the rings are those of a valid polygon (OGC simple features).
/// </summary>
/// <param name="Outer">The ring around the piece, clockwise as the image is seen, from the top left corner of the first pixel.</param>
/// <param name="Holes">The rings around what the piece encloses, anticlockwise.</param>
/// <param name="Area">Pixels of the piece.</param>
internal sealed record PieceOutline(IReadOnlyList<PixelCorner> Outer, IReadOnlyList<IReadOnlyList<PixelCorner>> Holes, long Area);
