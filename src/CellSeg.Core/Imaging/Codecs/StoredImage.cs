namespace CellSeg.Imaging.Codecs;

/// <summary>
/// One page of an image file, or some of its rows, with the numbers that are stored in it, not the colours that a viewer would show: labels
/// are these numbers, and images are made of them by what else the file says.
/// </summary>
internal sealed record StoredImage
{
    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>Columns.</summary>
    public required int Width { get; init; }

    /// <summary>Numbers a pixel, those of transparency included.</summary>
    public required int SampleCount { get; init; }

    /// <summary>What a number is.</summary>
    public required SampleType Type { get; init; }

    /// <summary>The numbers, row by row and pixel by pixel, in the byte order of this machine.</summary>
    public required byte[] Samples { get; init; }

    /// <summary>The places, from 0, of those numbers of a pixel that are transparency.</summary>
    public IReadOnlyList<int> AlphaSamples { get; init; } = [];

    /// <summary>Bits that a number uses of its type.</summary>
    public required int Bits { get; init; }

    /// <summary>Whether small numbers are bright.</summary>
    public bool IsWhiteZero { get; init; }

    /// <summary>The colours that the numbers stand for: red, green and blue of 0, those of 1, …; null when they are intensities.</summary>
    public ushort[]? Colours { get; init; }

    /// <summary>Whether neighbouring numbers were mixed to save space, as in JPEG.</summary>
    public bool IsLossy { get; init; }
}
