using System.Buffers.Binary;
using CellSeg.Imaging;
using CellSeg.Imaging.Regions;

namespace CellSeg.Inference.Outputs;

/// <summary>
/// A region as ImageJ's file of one (the format is that of <c>ij.io.RoiDecoder</c>): a header of 64 bytes, then coordinates; all
/// numbers begin with their highest byte. A corner between pixels is told as it is, so that a filled region has the pixels of the
/// cell.
/// </summary>
/// <remarks>
/// A cell in one piece without holes is a traced outline, as the wand makes it, of whole numbers of 16 bits from its left and top.
/// Any other is a composite of all its rings, of numbers of 32 bits; so is one that lies beyond what 16 bits tell, or has more
/// corners.
/// </remarks>
internal static class ImageJRoi
{
    private const int HeaderLength = 64, TypeAt = 6, TopAt = 8, LeftAt = 10, BottomAt = 12, RightAt = 14, CornersAt = 16, CompositeLengthAt = 36;

    private const short Version = 227;

    private const byte Rectangle = 1, Traced = 8;

    // What begins a step of a composite.
    private const float MoveTo = 0, LineTo = 1, Close = 4;

    /// <summary>The bytes of a file.</summary>
    /// <param name="box">The cell's bounding box.</param>
    /// <param name="pieces">The outlines of its pieces.</param>
    public static byte[] Encode(CellBox box, IReadOnlyList<PieceOutline> pieces)
        => pieces is [{ Holes.Count: 0, Outer: var ring }] && Math.Max(box.Right, Math.Max(box.Bottom, ring.Count)) <= short.MaxValue
            ? EncodeTraced(box, ring)
            : EncodeComposite(box, [.. pieces.SelectMany(piece => (IReadOnlyList<PixelCorner>[])[piece.Outer, .. piece.Holes])]);

    private static byte[] EncodeTraced(CellBox box, IReadOnlyList<PixelCorner> ring)
    {
        byte[] file = CreateHeader(Traced, box, 2 * sizeof(short) * ring.Count);
        WriteShort(file, CornersAt, ring.Count);
        int x = HeaderLength, y = x + (sizeof(short) * ring.Count);
        foreach (var corner in ring)
        {
            WriteShort(file, x, corner.X - box.Left);
            WriteShort(file, y, corner.Y - box.Top);
            (x, y) = (x + sizeof(short), y + sizeof(short));
        }
        return file;
    }

    private static byte[] EncodeComposite(CellBox box, IReadOnlyList<IReadOnlyList<PixelCorner>> rings)
    {
        int length = rings.Sum(ring => (3 * ring.Count) + 1), at = HeaderLength;
        byte[] file = CreateHeader(Rectangle, box, sizeof(float) * length);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(CompositeLengthAt), length);
        foreach (var ring in rings)
        {
            float step = MoveTo;
            foreach (var corner in ring)
            {
                Write(step);
                Write(corner.X);
                Write(corner.Y);
                step = LineTo;
            }
            Write(Close);
        }
        return file;

        void Write(float value)
        {
            BinaryPrimitives.WriteSingleBigEndian(file.AsSpan(at), value);
            at += sizeof(float);
        }
    }

    private static byte[] CreateHeader(byte type, CellBox box, int contentLength)
    {
        byte[] file = new byte[HeaderLength + contentLength];
        "Iout"u8.CopyTo(file);
        WriteShort(file, 4, Version);
        file[TypeAt] = type;
        WriteShort(file, TopAt, box.Top);
        WriteShort(file, LeftAt, box.Left);
        WriteShort(file, BottomAt, box.Bottom);
        WriteShort(file, RightAt, box.Right);
        return file;
    }

    /// <summary>The box of a composite beyond 16 bits is cut off there; ImageJ takes it from the coordinates.</summary>
    private static void WriteShort(byte[] file, int at, int value)
        => BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at), (ushort)Math.Min(value, ushort.MaxValue));
}
