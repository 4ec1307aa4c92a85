namespace CellSeg.Imaging.Raster;

/// <summary>
/// The compression of GIF by Lempel, Ziv and Welch (GIF89a, appendix F). Every code but the first ones stands for a piece
/// of the output: the one before the code by which it was made, and the byte behind that.
/// </summary>
internal static class LzwDecoder
{
    private const int LongestCode = 12, CodeCount = 1 << LongestCode;

    /// <summary>Unpacks a known number of bytes.</summary>
    /// <param name="packed">The codes, lowest bits first.</param>
    /// <param name="bits">Bits of a byte of the output, 1 to 8.</param>
    /// <param name="length">How many bytes there are.</param>
    /// <exception cref="InvalidDataException">There are fewer or more of them, or a code has no meaning.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> packed, int bits, long length)
    {
        // No piece is longer than there are codes, and no code shorter than two bits: a header cannot ask for more memory.
        if (bits is < 1 or > 8 || length is 0 || length > Math.Min(Array.MaxLength, (long)packed.Length * 4 * CodeCount))
            throw new InvalidDataException("its header says what cannot be");
        byte[] output = new byte[length];
        var pieces = new (int Start, int Length)[CodeCount];
        int clear = 1 << bits, end = clear + 1, next = end + 1, width = bits + 1, written = 0;
        var last = (Start: 0, Length: 0);
        for (long position = 0; position + width <= packed.Length * 8L;)
        {
            int code = ReadCode(packed, position, width);
            position += width;
            if (code == end)
                break;
            if (code == clear)
            {
                (next, width, last) = (end + 1, bits + 1, default);
                continue;
            }
            // The piece of this code may be the one that is made now, whose last byte is then written below before it is read.
            if (last.Length > 0 && next < CodeCount)
                pieces[next++] = (last.Start, last.Length + 1);
            if (code >= next)
                throw new InvalidDataException("its pixels are damaged");
            var piece = code < clear ? (Start: 0, Length: 1) : pieces[code];
            if (piece.Length > output.Length - written)
                throw new InvalidDataException("it has more pixels than its header says");
            last = (written, piece.Length);
            if (code < clear)
                output[written++] = (byte)code;
            else
            {
                for (int i = 0; i < piece.Length; i++)
                    output[written++] = output[piece.Start + i];
            }
            if (next == 1 << width && width < LongestCode)
                width++;
        }
        return written == output.Length ? output : throw new InvalidDataException("some of its pixels are missing");
    }

    private static int ReadCode(ReadOnlySpan<byte> packed, long position, int width)
    {
        int at = (int)(position / 8), code = 0;
        // A code of 12 bits lies in three bytes at most.
        for (int i = 0; i < 3 && at + i < packed.Length; i++)
            code |= packed[at + i] << (8 * i);
        return (code >> (int)(position % 8)) & ((1 << width) - 1);
    }
}
