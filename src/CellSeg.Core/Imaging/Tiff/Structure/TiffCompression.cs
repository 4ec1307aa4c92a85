namespace CellSeg.Imaging.Tiff.Structure;

/// <summary>How the bytes of a TIFF file are compressed, by TIFF's numbers.</summary>
internal enum TiffCompression
{
    /// <summary>Not at all.</summary>
    None = 1,

    /// <summary>CCITT modified Huffman.</summary>
    FaxRuns = 2,

    /// <summary>CCITT group 3.</summary>
    FaxGroup3 = 3,

    /// <summary>CCITT group 4.</summary>
    FaxGroup4 = 4,

    /// <summary>Lempel, Ziv and Welch.</summary>
    Lzw = 5,

    /// <summary>JPEG as TIFF 6.0 had it.</summary>
    OldJpeg = 6,

    /// <summary>JPEG.</summary>
    Jpeg = 7,

    /// <summary>Deflate by Adobe's number.</summary>
    Deflate = 8,

    /// <summary>Deflate by the older number.</summary>
    OldDeflate = 32946,

    /// <summary>Runs of bytes.</summary>
    PackBits = 32773,

    /// <summary>JPEG 2000 with YCbCr, by Aperio.</summary>
    AperioJpeg2000YCbCr = 33003,

    /// <summary>JPEG 2000 with RGB, by Aperio.</summary>
    AperioJpeg2000Rgb = 33005,

    /// <summary>JPEG 2000.</summary>
    Jpeg2000 = 34712,

    /// <summary>Limited error raster compression.</summary>
    Lerc = 34887,

    /// <summary>Lempel, Ziv and Markov, as in xz.</summary>
    Lzma = 34925,

    /// <summary>Zstandard.</summary>
    Zstandard = 50000,

    /// <summary>WebP.</summary>
    WebP = 50001,

    /// <summary>JPEG XL.</summary>
    JpegXl = 50002,
}
