namespace CellSeg.Datasets.Layouts.DeepCell.Lineages;

/// <summary>What a lineage of DeepCell says of a cell.</summary>
/// <param name="Label">Its label in the label images, above 0.</param>
/// <param name="Frames">The frames that it is in, from 0, in ascending order.</param>
/// <param name="Daughters">The labels of the cells that it divided into.</param>
/// <param name="Parent">The label of the cell that it came from; null for none.</param>
internal sealed record LineageCell(int Label, IReadOnlyList<int> Frames, IReadOnlyList<int> Daughters, int? Parent);
