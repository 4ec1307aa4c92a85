using System.Buffers.Binary;

namespace CellSeg.Imaging.Raster;

/// <summary>The header of a PNG file (ISO/IEC 15948, 11.2.1).</summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Bits">Bits a number: 1, 2, 4, 8 or 16.</param>
/// <param name="Colour">What the numbers are.</param>
/// <param name="IsInterlaced">Whether the pixels come in seven passes, ever finer.</param>
internal sealed record PngHeader(int Width, int Height, int Bits, PngColour Colour, bool IsInterlaced)
{
    /// <summary>Where the code of the colour stands in the header.</summary>
    public const int ColourPosition = 9;

    private const int Length = 13;

    // Of each pass the first column and row, and the steps to the next ones.
    private static readonly (int Left, int Top, int Right, int Down)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Numbers a pixel, that of transparency included.</summary>
    public int SampleCount => Colour switch
    {
        PngColour.Rgb => 3,
        PngColour.GreyAlpha => 2,
        PngColour.RgbAlpha => 4,
        _ => 1,
    };

    /// <summary>Whether the last number of a pixel is its transparency.</summary>
    public bool HasAlpha => Colour is PngColour.GreyAlpha or PngColour.RgbAlpha;

    /// <summary>Reads the content of the chunk IHDR.</summary>
    /// <exception cref="InvalidDataException">It says what cannot be.</exception>
    public static PngHeader Read(ReadOnlySpan<byte> content)
    {
        if (content.Length != Length)
            throw new InvalidDataException("its header has another length than it should");
        var header = new PngHeader(
            BinaryPrimitives.ReadInt32BigEndian(content), BinaryPrimitives.ReadInt32BigEndian(content[4..]),
            content[8], (PngColour)content[ColourPosition], content[12] == 1);
        return header.IsPossible && content[10] == 0 && content[11] == 0 && content[12] <= 1
            ? header
            : throw new InvalidDataException("its header says what cannot be");
    }

    /// <summary>How long the pixels are before they are compressed: rows of whole bytes, each after a byte with its filter.</summary>
    public long CountBytes() => IsInterlaced
        ? Passes.Sum(pass => CountBytes(CountSteps(Width, pass.Left, pass.Right), CountSteps(Height, pass.Top, pass.Down)))
        : CountBytes(Width, Height);

    private bool IsPossible => Width > 0 && Height > 0 && Colour switch
    {
        PngColour.Grey => Bits is 1 or 2 or 4 or 8 or 16,
        PngColour.Palette => Bits is 1 or 2 or 4 or 8,
        PngColour.Rgb or PngColour.GreyAlpha or PngColour.RgbAlpha => Bits is 8 or 16,
        _ => false,
    };

    private static long CountSteps(int length, int first, int step) => Math.Max(0, ((long)length - first + step - 1) / step);

    private long CountBytes(long width, long height) => width == 0 ? 0 : height * (1 + (((width * Bits * SampleCount) + 7) / 8));
}
