namespace CellSeg;

/// <summary>An option that changes nothing as the others are.</summary>
/// <param name="Path">Its name, with the names of the records that it lies in before it, such as <c>Temporal.Residual</c>.</param>
/// <param name="Reason">Why, without a full stop.</param>
public sealed record UnusedOption(string Path, string Reason);
