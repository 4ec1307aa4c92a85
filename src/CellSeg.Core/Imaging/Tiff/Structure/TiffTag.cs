namespace CellSeg.Imaging.Tiff.Structure;

/// <summary>The fields of a TIFF directory that are looked at or written (TIFF 6.0, its supplements, and the private ones of ImageJ and MetaMorph).</summary>
internal enum TiffTag : ushort
{
    /// <summary>What the page is: bit 0 a smaller version of another, bit 2 a mask of another.</summary>
    NewSubfileType = 254,

    /// <summary>The older form of the same: 2 is a smaller version.</summary>
    SubfileType = 255,

    /// <summary>Columns.</summary>
    ImageWidth = 256,

    /// <summary>Rows.</summary>
    ImageLength = 257,

    /// <summary>Bits a number, for each number of a pixel.</summary>
    BitsPerSample = 258,

    /// <summary>How the bytes are compressed.</summary>
    Compression = 259,

    /// <summary>What the numbers mean as colours.</summary>
    Photometric = 262,

    /// <summary>The order of bits in a byte.</summary>
    FillOrder = 266,

    /// <summary>A text on the image.</summary>
    ImageDescription = 270,

    /// <summary>Where each strip begins.</summary>
    StripOffsets = 273,

    /// <summary>Numbers a pixel.</summary>
    SamplesPerPixel = 277,

    /// <summary>Rows of a strip.</summary>
    RowsPerStrip = 278,

    /// <summary>Bytes of each strip.</summary>
    StripByteCounts = 279,

    /// <summary>Pixels a unit of length along a row.</summary>
    XResolution = 282,

    /// <summary>Pixels a unit of length along a column.</summary>
    YResolution = 283,

    /// <summary>Whether the numbers of a pixel stand together or in planes.</summary>
    PlanarConfiguration = 284,

    /// <summary>Options of the older fax compression.</summary>
    T4Options = 292,

    /// <summary>Options of the newer fax compression.</summary>
    T6Options = 293,

    /// <summary>The unit of length of the resolution.</summary>
    ResolutionUnit = 296,

    /// <summary>Whether the numbers are differences.</summary>
    Predictor = 317,

    /// <summary>The colours that numbers stand for: all reds, all greens, all blues.</summary>
    ColorMap = 320,

    /// <summary>Columns of a tile.</summary>
    TileWidth = 322,

    /// <summary>Rows of a tile.</summary>
    TileLength = 323,

    /// <summary>Where each tile begins.</summary>
    TileOffsets = 324,

    /// <summary>Bytes of each tile.</summary>
    TileByteCounts = 325,

    /// <summary>What the numbers of a pixel beyond its colour are.</summary>
    ExtraSamples = 338,

    /// <summary>What kind of number there is.</summary>
    SampleFormat = 339,

    /// <summary>What all strips of JPEG share.</summary>
    JpegTables = 347,

    /// <summary>How coarse the colours of JPEG are.</summary>
    YCbCrSubSampling = 530,

    /// <summary>MetaMorph: one number a plane.</summary>
    MetaMorphPlanes = 33629,

    /// <summary>ImageJ: bytes of each part of <see cref="ImageJMetadata"/>.</summary>
    ImageJMetadataCounts = 50838,

    /// <summary>ImageJ: names of planes and more.</summary>
    ImageJMetadata = 50839,
}
