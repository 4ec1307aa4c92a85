namespace CellSeg.Imaging.Tiff.Structure;

/// <summary>A field of a TIFF directory.</summary>
/// <param name="Type">What kind of values it has, by TIFF's number.</param>
/// <param name="Count">How many.</param>
/// <param name="Position">Where the first of them stands in the file.</param>
internal readonly record struct TiffField(ushort Type, long Count, long Position)
{
    /// <summary>Bytes of a value; 0 of a type that is not known.</summary>
    public int Size => Type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };
}
