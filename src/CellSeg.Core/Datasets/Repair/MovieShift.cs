namespace CellSeg.Datasets.Repair;

/// <summary>A line of the table of how the frames of movies were moved.</summary>
/// <param name="Movie">The name of the movie.</param>
/// <param name="Frame">The frame, from 0.</param>
/// <param name="Down">Rows, in pixels, that it was moved down; negative for up.</param>
/// <param name="Right">Columns, in pixels, that it was moved to the right; negative for the left.</param>
/// <param name="Correlation">How much it is then like the frames before it, up to 1.</param>
/// <param name="IsTrusted">Whether that was enough to tell; otherwise it was moved as far as the frame before it.</param>
public sealed record MovieShift(string Movie, int Frame, double Down, double Right, double Correlation, bool IsTrusted);
