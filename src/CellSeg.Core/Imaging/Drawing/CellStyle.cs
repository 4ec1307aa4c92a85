namespace CellSeg.Imaging.Drawing;

/// <summary>How a cell is painted.</summary>
/// <param name="Colour">Of its line and of its inside.</param>
/// <param name="Opacity">Of its inside: 0 leaves it as it is, 1 covers it.</param>
/// <param name="IsDotted">Whether its line is.</param>
internal readonly record struct CellStyle(Rgb Colour, double Opacity = 0, bool IsDotted = false);
