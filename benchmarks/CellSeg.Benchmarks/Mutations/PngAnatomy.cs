using System.Buffers.Binary;
using System.Text;

namespace CellSeg.Benchmarks.Mutations;

/// <summary>Chunks of a PNG file: a length, a name, data and a checksum each.</summary>
internal static class PngAnatomy
{
    private const int SignatureSize = 8, Frame = 12;

    private static readonly (string Name, int Place, int Size, MutationRule Rule)[] Header =
    [
        ("width", 0, 4, MutationRule.NotLarger), ("height", 4, 4, MutationRule.NotLarger), ("depth", 8, 1, MutationRule.Filled),
        ("colour type", 9, 1, MutationRule.Filled), ("compression", 10, 1, MutationRule.Filled), ("filter", 11, 1, MutationRule.Filled),
        ("interlace", 12, 1, MutationRule.Filled),
    ];

    public static FileAnatomy Read(byte[] content)
    {
        var chunks = Split(content).ToList();
        var anatomy = new FileAnatomy
        {
            // Checksums tell of every other byte in what is needed.
            RuleOfFlip = MutationRule.Unchanged,
            Mend = copy => MendChecksums(copy, chunks),
        };
        foreach (var (name, start, length) in chunks)
        {
            anatomy.Numbers.Add(new($"length of {name}", start, 4, true) { Rule = MutationRule.Unchanged });
            anatomy.Borders.UnionWith([start, start + 4, start + 8, start + 8 + (length / 2), start + 8 + length, start + Frame + length]);
            anatomy.Others.Add(($"without {name}", FileAnatomy.Drop(content, start, length + Frame), MutationRule.Unchanged));
            anatomy.Others.Add(($"{name} twice", FileAnatomy.Double(content, start, length + Frame), MutationRule.Unchanged));
            if (name == "IHDR")
            {
                anatomy.Numbers.AddRange(Header.Select(
                    field => new NumberField(field.Name, start + 8 + field.Place, field.Size, true) { Rule = field.Rule, IsMended = true }));
            }
        }
        return anatomy;
    }

    private static IEnumerable<(string Name, int Start, int Length)> Split(byte[] content)
    {
        for (int start = SignatureSize; start < content.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(start));
            yield return (Encoding.ASCII.GetString(content, start + 4, 4), start, length);
            start += length + Frame;
        }
    }

    private static void MendChecksums(byte[] content, List<(string Name, int Start, int Length)> chunks)
    {
        foreach (var (_, start, length) in chunks)
            BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(start + 8 + length), Checksum(content.AsSpan(start + 4, length + 4)));
    }

    /// <summary>The cyclic redundancy check of ISO 3309.</summary>
    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in data)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320;
        }
        return ~sum;
    }
}
