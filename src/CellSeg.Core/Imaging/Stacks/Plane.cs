namespace CellSeg.Imaging.Stacks;

/// <summary>What a page of a file is; all numbers from 0.</summary>
internal readonly record struct Plane(int Page, int Channel, int Slice, int Frame);
