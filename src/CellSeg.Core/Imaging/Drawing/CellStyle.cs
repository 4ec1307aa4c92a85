namespace CellSeg.Imaging.Drawing;

/// <summary>How a cell is painted.</summary>
/// <param name="Colour">Colour of its line and of its inside.</param>
/// <param name="Opacity">How much of what is below its inside is covered: from 0, nothing, to 1.</param>
/// <param name="IsDotted">Whether its line is dotted.</param>
/// <param name="HasCorners">Whether its line includes pixels that touch another cell or the background by a corner only.</param>
internal readonly record struct CellStyle(Rgb Colour, double Opacity = 0, bool IsDotted = false, bool HasCorners = true);
