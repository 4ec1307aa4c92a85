namespace CellSeg.Evaluation.Properties;

/// <summary>The first and last column of a cell in a row, and where the extent of its row before is kept (-1: none).</summary>
internal readonly record struct RowExtent(int Row, int Left, int Right, int Previous);
