namespace CellSeg.Comparison;

/// <summary>A step of the library on all images of a folder: what is timed, and what then writes the result.</summary>
internal sealed record Operation(Action Run, Action Write);
