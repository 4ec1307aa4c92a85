namespace CellSeg.Datasets;

/// <summary>How far a piece of work is.</summary>
/// <param name="Done">Items finished.</param>
/// <param name="Total">Items in all.</param>
/// <param name="Item">The item just finished.</param>
public readonly record struct WorkProgress(int Done, int Total, string Item);
