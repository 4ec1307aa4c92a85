using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Imaging.Rows;

/// <summary>A TIFF file of noise, whose directory stands before its pixels, so that a file that is cut off still has one.</summary>
internal sealed record PlainTiffFile(int Height, int Width)
{
    private const int Short = 3, Long = 4;

    public int Samples { get; init; } = 1;

    public int Bits { get; init; } = 16;

    /// <summary>1 without a sign, 2 with one, 3 floating point.</summary>
    public int Format { get; init; } = 1;

    public bool IsBigEndian { get; init; }

    public bool IsPlanar { get; init; }

    /// <summary>0: white is zero, 1: black is zero, 2: colours, 3: a table of colours.</summary>
    public int Photometric { get; init; } = 1;

    /// <summary>Whether the last number of a pixel is transparency.</summary>
    public bool HasAlpha { get; init; }

    public bool IsDeflated { get; init; }

    public int Predictor { get; init; } = 1;

    /// <summary>Rows of a strip; those of the image when 0.</summary>
    public int StripRows { get; init; }

    /// <summary>Rows and columns of a tile; strips when 0.</summary>
    public int TileSize { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Planes of the same size behind the first, without directories of their own.</summary>
    public int FurtherPlanes { get; init; }

    private int BlockHeight => TileSize > 0 ? TileSize : StripRows > 0 ? StripRows : Height;

    private int BlockWidth => TileSize > 0 ? TileSize : Width;

    public byte[] Create()
    {
        var blocks = CreateBlocks();
        int[] shorts = [.. Enumerable.Repeat(Bits, Samples)];
        // Places are known once the directory's length is.
        int start = WriteHead(new int[blocks.Count], blocks, shorts).Length;
        var offsets = new int[blocks.Count];
        for (int i = 0, at = start; i < offsets.Length; at += blocks[i++].Length)
            offsets[i] = at;
        var random = new RandomSource(2);
        var further = Enumerable.Range(0, FurtherPlanes * Height * Width * Samples * Bits / 8).Select(_ => (byte)random.Next(256));
        return [.. WriteHead(offsets, blocks, shorts), .. blocks.SelectMany(block => block), .. further];
    }

    private List<byte[]> CreateBlocks()
    {
        var random = new RandomSource(1);
        int planes = IsPlanar ? Samples : 1, across = (Width + BlockWidth - 1) / BlockWidth, down = (Height + BlockHeight - 1) / BlockHeight;
        var blocks = new List<byte[]>();
        for (int i = 0; i < planes * across * down; i++)
        {
            int rows = TileSize > 0 ? TileSize : Math.Min(BlockHeight, Height - (i % down * BlockHeight));
            int bytes = ((BlockWidth * (Samples / planes) * Bits) + 7) / 8 * rows;
            byte[] block = [.. Enumerable.Range(0, bytes).Select(_ => (byte)random.Next(256))];
            blocks.Add(IsDeflated ? Deflate(block) : block);
        }
        return blocks;
    }

    private static byte[] Deflate(byte[] block)
    {
        using var stream = new MemoryStream();
        using (var deflate = new ZLibStream(stream, CompressionLevel.Fastest))
            deflate.Write(block);
        return stream.ToArray();
    }

    private byte[] WriteHead(int[] offsets, List<byte[]> blocks, int[] bits)
    {
        byte[] text = Encoding.Latin1.GetBytes(Description + "\0");
        List<(int Tag, int Type, int[] Values)> fields =
        [
            (256, Long, [Width]), (257, Long, [Height]), (258, Short, bits), (259, Short, [IsDeflated ? 8 : 1]), (262, Short, [Photometric]),
            (270, 2, [.. text.Select(value => (int)value)]), (277, Short, [Samples]), (284, Short, [IsPlanar ? 2 : 1]), (317, Short, [Predictor]),
            (339, Short, [.. Enumerable.Repeat(Format, Samples)]),
        ];
        if (Photometric == 3)
            fields.Add((320, Short, [.. Enumerable.Range(0, 3 << Bits).Select(i => i * 7919 % 65536)]));
        if (HasAlpha)
            fields.Add((338, Short, [2]));
        fields.AddRange(TileSize > 0
            ? [(322, Long, [TileSize]), (323, Long, [TileSize]), (324, Long, offsets), (325, Long, [.. blocks.Select(block => block.Length)])]
            : [(273, Long, offsets), (278, Long, [BlockHeight]), (279, Long, [.. blocks.Select(block => block.Length)])]);
        fields = [.. fields.OrderBy(field => field.Tag)];
        int behind = 8 + 2 + (fields.Count * 12) + 4;
        byte[] head = new byte[behind + fields.Sum(field => SizeOf(field) > 4 ? SizeOf(field) + (SizeOf(field) & 1) : 0)];
        (IsBigEndian ? "MM"u8 : "II"u8).CopyTo(head);
        Write(head, 2, 2, 42);
        Write(head, 4, 4, 8);
        Write(head, 8, 2, fields.Count);
        for (int i = 0; i < fields.Count; i++)
        {
            int at = 10 + (i * 12), size = SizeOf(fields[i]), values = at + 8;
            Write(head, at, 2, fields[i].Tag);
            Write(head, at + 2, 2, fields[i].Type);
            Write(head, at + 4, 4, fields[i].Values.Length);
            if (size > 4)
            {
                Write(head, values, 4, behind);
                (values, behind) = (behind, behind + size + (size & 1));
            }
            foreach (int value in fields[i].Values)
            {
                Write(head, values, SizeOf(fields[i].Type), value);
                values += SizeOf(fields[i].Type);
            }
        }
        return head;
    }

    private static int SizeOf((int Tag, int Type, int[] Values) field) => SizeOf(field.Type) * field.Values.Length;

    private static int SizeOf(int type) => type switch { 2 => 1, Short => 2, _ => 4 };

    private void Write(byte[] head, int at, int size, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (IsBigEndian)
            BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        (IsBigEndian ? bytes[^size..] : bytes[..size]).CopyTo(head.AsSpan(at));
    }
}
