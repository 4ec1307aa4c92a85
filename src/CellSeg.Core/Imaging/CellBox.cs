namespace CellSeg.Imaging;

/// <summary>The bounding box of a cell. Right and bottom are the first column and row that are not part of it.</summary>
/// <param name="Label">The cell's label.</param>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Column after the last.</param>
/// <param name="Bottom">Row after the last.</param>
/// <param name="Area">Pixels of the cell, not of the box.</param>
public readonly record struct CellBox(int Label, int Left, int Top, int Right, int Bottom, int Area);
