namespace CellSeg.Imaging.Morphology;

/// <summary>A pixel of a flood with the rank of its value: how many pixels of the mask have a lower one.</summary>
internal readonly record struct RankedPixel(int Rank, int Pixel);
