using System.Buffers.Binary;
using System.Text;

namespace CellSeg.Imaging.Raster;

/// <summary>A part of a PNG file: its length, its type in four letters, its content and a sum of type and content (ISO/IEC 15948, 5.3).</summary>
/// <param name="Type">Four letters, the first of which is a capital when nobody can do without the chunk.</param>
/// <param name="Whole">The chunk with everything around its content.</param>
internal readonly record struct PngChunk(string Type, ReadOnlyMemory<byte> Whole)
{
    private const int TypePosition = 4, ContentPosition = 8, SumLength = 4;

    private static readonly uint[] Remainders = [.. Enumerable.Range(0, 256).Select(value => Divide((uint)value))];

    /// <summary>What the chunk holds.</summary>
    public ReadOnlySpan<byte> Content => Whole.Span[ContentPosition..^SumLength];

    /// <summary>Cuts a file into its chunks, to IEND, and checks those that nobody can do without.</summary>
    /// <param name="file">The file after its signature.</param>
    /// <exception cref="InvalidDataException">The file is cut off, or a sum is not right.</exception>
    public static List<PngChunk> Split(ReadOnlyMemory<byte> file)
    {
        var chunks = new List<PngChunk>();
        do
        {
            uint length = file.Length < ContentPosition ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(file.Span);
            if (length > (long)file.Length - ContentPosition - SumLength)
                throw new InvalidDataException("it is cut off");
            int whole = ContentPosition + (int)length + SumLength;
            string type = Encoding.Latin1.GetString(file.Span[TypePosition..ContentPosition]);
            var chunk = new PngChunk(type, file[..whole]);
            if (char.IsAsciiLetterUpper(type[0]) && !chunk.IsIntact)
                throw new InvalidDataException($"its part {type} is damaged");
            chunks.Add(chunk);
            file = file[whole..];
        }
        while (chunks[^1].Type != "IEND");
        return chunks;
    }

    /// <summary>Writes the right sum to the end of a chunk whose content was changed.</summary>
    /// <param name="whole">The chunk with everything around its content.</param>
    public static void Seal(Span<byte> whole) => BinaryPrimitives.WriteUInt32BigEndian(whole[^SumLength..], Sum(whole[TypePosition..^SumLength]));

    private bool IsIntact => Sum(Whole.Span[TypePosition..^SumLength]) == BinaryPrimitives.ReadUInt32BigEndian(Whole.Span[^SumLength..]);

    /// <summary>The cyclic redundancy check of PNG (ISO/IEC 15948, annex D).</summary>
    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
            sum = Remainders[(byte)(sum ^ value)] ^ (sum >> 8);
        return ~sum;
    }

    private static uint Divide(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
        return value;
    }
}
