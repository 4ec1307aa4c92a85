namespace CellSeg.Imaging.Tiff;

/// <summary>The fields of a TIFF directory that say what a pixel is (TIFF 6.0).</summary>
internal enum TiffTag : ushort
{
    /// <summary>Bits a number.</summary>
    BitsPerSample = 258,

    /// <summary>1: 0 is black; 3: numbers into a table of colours.</summary>
    Photometric = 262,

    /// <summary>Numbers a pixel.</summary>
    SamplesPerPixel = 277,

    /// <summary>1: the numbers of a pixel stand together.</summary>
    PlanarConfiguration = 284,

    /// <summary>1: the numbers are not differences.</summary>
    Predictor = 317,

    /// <summary>1: unsigned; 2: signed; 3: floating point.</summary>
    SampleFormat = 339,
}
