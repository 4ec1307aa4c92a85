namespace CellSeg.Imaging.Tiff.Structure;

/// <summary>What the numbers of a TIFF file mean as colours, by TIFF's numbers.</summary>
internal enum TiffPhotometric
{
    /// <summary>Brightness, 0 is white.</summary>
    WhiteIsZero = 0,

    /// <summary>Brightness, 0 is black.</summary>
    BlackIsZero = 1,

    /// <summary>Red, green and blue.</summary>
    Rgb = 2,

    /// <summary>Numbers of colours in a table.</summary>
    Palette = 3,

    /// <summary>A mask of another page.</summary>
    Mask = 4,

    /// <summary>Inks.</summary>
    Cmyk = 5,

    /// <summary>Brightness and two differences of colour.</summary>
    YCbCr = 6,

    /// <summary>CIE L*a*b*.</summary>
    CieLab = 8,

    /// <summary>CIE L*a*b* by the rules of ICC.</summary>
    IccLab = 9,

    /// <summary>CIE L*a*b* by the rules of ITU.</summary>
    ItuLab = 10,

    /// <summary>A mosaic of single colours, as a camera's sensor has it.</summary>
    ColourFilterArray = 32803,

    /// <summary>Logarithms of brightness.</summary>
    LogL = 32844,

    /// <summary>Logarithms of brightness, with colour.</summary>
    LogLuv = 32845,
}
