namespace CellSeg.Imaging.Tiff;

/// <summary>A field of a TIFF directory with one 16-bit number.</summary>
/// <param name="Tag">Which one.</param>
/// <param name="Value">The number.</param>
/// <param name="Position">Where the number stands in the file.</param>
internal readonly record struct TiffField(TiffTag Tag, ushort Value, long Position);
