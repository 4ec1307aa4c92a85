namespace CellSeg.Imaging.Tiff.Structure;

/// <summary>Kinds of values that are written into TIFF directories, by TIFF's numbers.</summary>
internal enum TiffType : ushort
{
    /// <summary>A text of ASCII letters with a zero at its end.</summary>
    Ascii = 2,

    /// <summary>A number of 16 bits.</summary>
    Short = 3,

    /// <summary>A number of 32 bits.</summary>
    Long = 4,

    /// <summary>Two numbers of 32 bits, the first over the second.</summary>
    Rational = 5,

    /// <summary>Bytes.</summary>
    Undefined = 7,

    /// <summary>A number of 64 bits, in BigTIFF.</summary>
    Long8 = 16,
}
