namespace CellSeg.Imaging.Raster;

/// <summary>What the numbers of a pixel in a PNG file are, by the file's own code.</summary>
internal enum PngColour : byte
{
    /// <summary>One intensity.</summary>
    Grey = 0,

    /// <summary>Red, green and blue.</summary>
    Rgb = 2,

    /// <summary>A place in a table of colours.</summary>
    Palette = 3,

    /// <summary>One intensity and transparency.</summary>
    GreyAlpha = 4,

    /// <summary>Red, green, blue and transparency.</summary>
    RgbAlpha = 6,
}
