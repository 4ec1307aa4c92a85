namespace CellSeg.Imaging.Stacks;

/// <summary>What a page of a file is; all numbers from 0.</summary>
/// <param name="Page">The page.</param>
/// <param name="Channel">Its place among the channels.</param>
/// <param name="Slice">Its place in depth.</param>
/// <param name="Frame">Its point in time.</param>
internal readonly record struct Plane(int Page, int Channel, int Slice, int Frame);
