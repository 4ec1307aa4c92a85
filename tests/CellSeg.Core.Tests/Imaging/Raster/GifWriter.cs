namespace CellSeg.Core.Tests.Imaging.Raster;

/// <summary>Writes GIF files of pictures with places in a table of colours.</summary>
internal sealed record GifWriter(int Width, int Height, int Bits)
{
    public bool IsInterlaced { get; init; }

    public bool HasOwnTable { get; init; }

    /// <summary>Red, green and blue of each of the 2^bits places.</summary>
    public byte[] Colours { get; init; } = [];

    /// <summary>The place that is shown as nothing; none when null.</summary>
    public byte? Transparent { get; init; }

    public int PictureCount { get; init; } = 1;

    public int Left { get; init; }

    /// <summary>Changes the codes.</summary>
    public Func<byte[], byte[]> Packed { get; init; } = packed => packed;

    public byte[] Write(ReadOnlySpan<int> places)
    {
        byte table = (byte)(0x80 | (Bits - 1));
        List<byte> file = [.. "GIF89a"u8, .. Two(Width + Left), .. Two(Height), HasOwnTable ? (byte)0 : table, 0, 0];
        if (!HasOwnTable)
            file.AddRange(Colours);
        file.AddRange([0x21, 0xFE, 3, .. "abc"u8, 0]);
        for (int i = 0; i < PictureCount; i++)
        {
            if (Transparent is { } transparent)
                file.AddRange([0x21, 0xF9, 4, 1, 0, 0, transparent, 0]);
            byte flags = (byte)((HasOwnTable ? table : 0) | (IsInterlaced ? 0x40 : 0));
            file.AddRange([0x2C, .. Two(Left), 0, 0, .. Two(Width), .. Two(Height), flags]);
            if (HasOwnTable)
                file.AddRange(Colours);
            int codeBits = Math.Max(2, Bits);
            file.Add((byte)codeBits);
            foreach (byte[] block in Packed(Pack(IsInterlaced ? Interlace(places) : places.ToArray(), codeBits)).Chunk(255))
                file.AddRange([(byte)block.Length, .. block]);
            file.Add(0);
        }
        return [.. file, 0x3B];
    }

    /// <summary>Codes by a table of the pieces that were met, which begins anew when it is full.</summary>
    public static byte[] Pack(int[] places, int bits)
    {
        var packed = new List<byte>();
        int clear = 1 << bits, width = bits + 1, held = 0;
        uint buffer = 0;
        var codes = new Dictionary<(int Piece, int Place), int>();
        Put(clear);
        int piece = places[0];
        foreach (int place in places.AsSpan(1))
        {
            if (codes.TryGetValue((piece, place), out int longer))
            {
                piece = longer;
                continue;
            }
            Put(piece);
            int code = clear + 2 + codes.Count;
            if (code < 4096)
            {
                codes[(piece, place)] = code;
                if (code == 1 << width)
                    width++;
            }
            else
            {
                Put(clear);
                codes.Clear();
                width = bits + 1;
            }
            piece = place;
        }
        Put(piece);
        // The reader has made a piece of the last two codes.
        if (clear + 2 + codes.Count == 1 << width && width < 12)
            width++;
        Put(clear + 1);
        if (held > 0)
            packed.Add((byte)buffer);
        return [.. packed];

        void Put(int code)
        {
            buffer |= (uint)code << held;
            for (held += width; held >= 8; held -= 8, buffer >>= 8)
                packed.Add((byte)buffer);
        }
    }

    private int[] Interlace(ReadOnlySpan<int> places)
    {
        var rows = new List<int>();
        foreach (var (top, down) in ((int, int)[])[(0, 8), (4, 8), (2, 4), (1, 2)])
        {
            for (int row = top; row < Height; row += down)
                rows.AddRange(places.Slice(row * Width, Width));
        }
        return [.. rows];
    }

    private static byte[] Two(int value) => [(byte)value, (byte)(value >> 8)];
}
