using System.Buffers.Binary;
using System.Text;
using CellSeg.Imaging.Drawing;

namespace CellSeg.Plots;

/// <summary>
/// The letters of <see cref="PixelFont"/> as a TrueType font (ISO/IEC 14496-22), in which each row of dots is a few rectangles. It has
/// the tables that it takes to draw letters, and no sums to check them by: nobody but this process reads it.
/// </summary>
internal static class PixelFontFile
{
    /// <summary>The name that the font goes by.</summary>
    public const string FamilyName = "CellSeg Pixel";

    // Ten dots are an em, by which capitals, seven dots high, are as large as those of other fonts.
    private const int Dot = 100, UnitsPerEm = 10 * Dot, Ascent = 7 * Dot, Descent = (PixelFont.Height * Dot) - Ascent;
    private const int LetterCount = PixelFont.Last - PixelFont.First + 1, GlyphCount = LetterCount + 1;

    /// <summary>Makes the font.</summary>
    public static byte[] Create()
    {
        // What is drawn for letters that the font does not have comes first.
        byte[][] glyphs = [CreateGlyph('?'), .. Enumerable.Range(PixelFont.First, LetterCount).Select(letter => CreateGlyph((char)letter))];
        var offsets = new TableWriter();
        int end = 0;
        offsets.Long(0);
        foreach (byte[] glyph in glyphs)
            offsets.Long(end += glyph.Length);
        return Assemble([
            ("cmap", CreateLetterMap()),
            ("glyf", [.. glyphs.SelectMany(glyph => glyph)]),
            // Version, revision, sum, magic number, flags, two dates, box, style, smallest size, direction, long offsets, format.
            ("head", new TableWriter().Long(0x10000, 0x10000, 0, 0x5F0F3CF5).Short(0, UnitsPerEm).Long(0, 0, 0, 0)
                .Short(0, -Descent, PixelFont.GlyphWidth * Dot, Ascent, 0, 8, 2, 1, 0).Bytes),
            ("hhea", new TableWriter().Long(0x10000).Short(Ascent, -Descent, Dot, PixelFont.Advance * Dot, 0, 0, PixelFont.GlyphWidth * Dot)
                .Short(1, 0, 0, 0, 0, 0, 0, 0, 1).Bytes),
            // All letters are as wide as the one that is given; the others only tell where they begin, which stands behind their number of parts.
            ("hmtx", new TableWriter().Short(PixelFont.Advance * Dot)
                .Short([.. glyphs.Select(glyph => glyph.Length > 0 ? BinaryPrimitives.ReadInt16BigEndian(glyph.AsSpan(2)) : 0)]).Bytes),
            ("loca", offsets.Bytes),
            ("maxp", new TableWriter().Long(0x10000).Short(GlyphCount, 200, 50, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0).Bytes),
            ("name", CreateName()),
            ("post", new TableWriter().Long(0x30000, 0).Short(-Dot, Dot).Long(1, 0, 0, 0, 0).Bytes),
        ]);
    }

    private static byte[] CreateGlyph(char letter)
    {
        var corners = new List<(int X, int Y)>();
        for (int row = 0; row < PixelFont.Height; row++)
        {
            int top = Ascent - (row * Dot);
            foreach (var (left, right) in FindRuns(letter, row))
                corners.AddRange([(left * Dot, top), (right * Dot, top), (right * Dot, top - Dot), (left * Dot, top - Dot)]);
        }
        if (corners.Count == 0)
            return [];
        var table = new TableWriter().Short(corners.Count / 4)
            .Short(corners.Min(corner => corner.X), corners.Min(corner => corner.Y), corners.Max(corner => corner.X), corners.Max(corner => corner.Y));
        for (int last = 3; last < corners.Count; last += 4)
            table.Short(last);
        table.Short(0);
        // Every point is a corner, whose distance from the one before has 16 bits.
        foreach (var _ in corners)
            table.Byte(1);
        table.Short(Differences(corners.Select(corner => corner.X))).Short(Differences(corners.Select(corner => corner.Y)));
        return table.Pad().Bytes;
    }

    private static IEnumerable<(int Left, int Right)> FindRuns(char letter, int row)
    {
        for (int left = 0; left < PixelFont.GlyphWidth; left++)
        {
            int right = left;
            while (right < PixelFont.GlyphWidth && PixelFont.HasDot(letter, row, right))
                right++;
            if (right > left)
                yield return (left, right);
            left = right;
        }
    }

    private static int[] Differences(IEnumerable<int> values)
    {
        int before = 0;
        return [.. values.Select(value =>
        {
            int difference = value - before;
            before = value;
            return difference;
        })];
    }

    /// <summary>One run of letters for Windows' Unicode, in format 4, and the entry that ends the list.</summary>
    private static byte[] CreateLetterMap()
        => new TableWriter().Short(0, 1, 3, 1).Long(12)
            .Short(4, 32, 0, 4, 4, 1, 0)
            .Short(PixelFont.Last, 0xFFFF, 0)
            .Short(PixelFont.First, 0xFFFF)
            .Short(1 - PixelFont.First, 1)
            .Short(0, 0).Bytes;

    private static byte[] CreateName()
    {
        byte[] name = Encoding.BigEndianUnicode.GetBytes(FamilyName);
        var table = new TableWriter().Short(0, 1, 18).Short(3, 1, 0x409, 1, name.Length, 0);
        foreach (byte part in name)
            table.Byte(part);
        return table.Bytes;
    }

    private static byte[] Assemble((string Tag, byte[] Content)[] tables)
    {
        // The numbers behind that of the tables are for a search by halves: the largest power of two, its logarithm, the rest.
        int power = (int)Math.Log2(tables.Length), search = 16 << power;
        var file = new TableWriter().Long(0x10000).Short(tables.Length, search, power, (16 * tables.Length) - search);
        int offset = 12 + (16 * tables.Length);
        foreach (var (tag, content) in tables)
        {
            file.Long(BinaryPrimitives.ReadInt32BigEndian(Encoding.ASCII.GetBytes(tag)), 0, offset, content.Length);
            offset += (content.Length + 3) / 4 * 4;
        }
        foreach (var (_, content) in tables)
        {
            foreach (byte part in content)
                file.Byte(part);
            file.Pad();
        }
        return file.Bytes;
    }

    /// <summary>Puts numbers one behind the other, the highest byte first.</summary>
    private sealed class TableWriter
    {
        private readonly List<byte> _bytes = [];

        public byte[] Bytes => [.. _bytes];

        public TableWriter Byte(byte value)
        {
            _bytes.Add(value);
            return this;
        }

        public TableWriter Short(params int[] values)
        {
            foreach (int value in values)
                _bytes.AddRange([(byte)(value >> 8), (byte)value]);
            return this;
        }

        public TableWriter Long(params int[] values)
        {
            foreach (int value in values)
                Short(value >> 16, value);
            return this;
        }

        /// <summary>Goes on to a multiple of four bytes.</summary>
        public TableWriter Pad()
        {
            while (_bytes.Count % 4 != 0)
                _bytes.Add(0);
            return this;
        }
    }
}
