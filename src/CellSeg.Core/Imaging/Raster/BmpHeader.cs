using System.Buffers.Binary;

namespace CellSeg.Imaging.Raster;

/// <summary>The header of a BMP file, of the kinds that Windows and OS/2 write, as far as it is needed.</summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows; negative where the first of them is on top.</param>
/// <param name="Bits">Bits a pixel: 1, 4 and 8 are places in a table of colours, 24 and 32 are colours.</param>
/// <param name="PixelPosition">Where the pixels begin.</param>
/// <param name="TablePosition">Where the table of colours begins.</param>
/// <param name="ColourCount">How many colours are in the table, 0 without one.</param>
/// <param name="ColourLength">Bytes a colour.</param>
internal sealed record BmpHeader(int Width, int Height, int Bits, int PixelPosition, int TablePosition, int ColourCount, int ColourLength)
{
    private const int FileHeader = 14, CoreHeader = 12, InfoHeader = 40, LongestHeader = 124, Plain = 0, ByMasks = 3;

    // Where the usual header has the masks of red, green and blue: in it, or right behind a short one.
    private const int MaskPosition = FileHeader + InfoHeader;

    /// <summary>Whether pixels are places in a table of colours.</summary>
    public bool HasTable => Bits <= 8;

    /// <summary>Bytes of a row, which ends with a whole group of four.</summary>
    public long RowLength => (((long)Width * Bits) + 31) / 32 * 4;

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="InvalidDataException">It is cut off or says what cannot be.</exception>
    /// <exception cref="NotSupportedException">The pixels are compressed, or of another size.</exception>
    public static BmpHeader Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHeader + CoreHeader)
            throw new InvalidDataException("it is cut off");
        int pixels = ReadInt32(file, 10), length = ReadInt32(file, FileHeader);
        bool isCore = length == CoreHeader;
        if (!isCore && (length is < InfoHeader or > LongestHeader || file.Length < FileHeader + InfoHeader))
            throw new InvalidDataException("its header is damaged");
        var (width, height, bits) = isCore
            ? (ReadUInt16(file, 18), ReadUInt16(file, 20), ReadUInt16(file, 24))
            : (ReadInt32(file, 18), ReadInt32(file, 22), ReadUInt16(file, 28));
        int compression = isCore ? Plain : ReadInt32(file, 30), table = FileHeader + length, colourLength = isCore ? 3 : 4;
        if (width <= 0 || height == 0 || pixels < table)
            throw new InvalidDataException("its header says what cannot be");
        if (compression != Plain && !(compression == ByMasks && bits == 32))
            throw new NotSupportedException($"its pixels of {bits} bits are compressed");
        if (bits is not (1 or 4 or 8 or 24 or 32) || (compression == ByMasks && !HasUsualMasks(file)))
            throw new NotSupportedException($"its pixels of {bits} bits are not in the usual order");
        uint given = isCore ? 0 : (uint)ReadInt32(file, 46);
        // Some files say nothing of how many colours there are, and have fewer than there could be.
        int room = bits > 8 ? 0 : Math.Min(1 << bits, (pixels - table) / colourLength);
        int colours = given == 0 ? room : (int)Math.Min(given, (uint)room);
        return new BmpHeader(width, height, bits, pixels, table, colours, colourLength);
    }

    private static bool HasUsualMasks(ReadOnlySpan<byte> file)
        => file.Length >= MaskPosition + 12
            && (ReadInt32(file, MaskPosition), ReadInt32(file, MaskPosition + 4), ReadInt32(file, MaskPosition + 8)) == (0xFF0000, 0xFF00, 0xFF);

    private static int ReadInt32(ReadOnlySpan<byte> file, int position) => BinaryPrimitives.ReadInt32LittleEndian(file[position..]);

    private static int ReadUInt16(ReadOnlySpan<byte> file, int position) => BinaryPrimitives.ReadUInt16LittleEndian(file[position..]);
}
