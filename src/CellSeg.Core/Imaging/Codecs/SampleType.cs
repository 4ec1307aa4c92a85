namespace CellSeg.Imaging.Codecs;

/// <summary>What the numbers of an image file are.</summary>
internal enum SampleType
{
    /// <summary>Unsigned, 8 bits; narrower ones come one a byte, not stretched.</summary>
    UInt8,

    /// <summary>Signed, 8 bits.</summary>
    Int8,

    /// <summary>Unsigned, 16 bits.</summary>
    UInt16,

    /// <summary>Signed, 16 bits.</summary>
    Int16,

    /// <summary>Unsigned, 32 bits.</summary>
    UInt32,

    /// <summary>Signed, 32 bits.</summary>
    Int32,

    /// <summary>Unsigned, 64 bits.</summary>
    UInt64,

    /// <summary>Signed, 64 bits.</summary>
    Int64,

    /// <summary>Floating point, 16 bits.</summary>
    Half,

    /// <summary>Floating point, 32 bits.</summary>
    Single,

    /// <summary>Floating point, 64 bits.</summary>
    Double,
}
