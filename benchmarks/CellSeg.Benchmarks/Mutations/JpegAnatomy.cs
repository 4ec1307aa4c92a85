using System.Buffers.Binary;

namespace CellSeg.Benchmarks.Mutations;

/// <summary>Segments of a JPEG file, and the bits of its scans between them.</summary>
internal static class JpegAnatomy
{
    private const int StartOfScan = 0xDA, EndOfImage = 0xD9, FirstBytes = 16;

    public static FileAnatomy Read(byte[] content)
    {
        var anatomy = new FileAnatomy();
        int start = 2;
        while (content[start + 1] != EndOfImage)
        {
            int marker = content[start + 1], size = BinaryPrimitives.ReadUInt16BigEndian(content.AsSpan(start + 2)), end = start + 2 + size;
            string name = $"segment {marker:X2} at {start}";
            anatomy.Numbers.Add(new($"marker of {name}", start + 1, 1, true));
            anatomy.Numbers.Add(new($"length of {name}", start + 2, 2, true));
            // Baseline and progressive frames, but not the tables of codes between their numbers.
            if (marker is 0xC0 or 0xC1 or 0xC2)
            {
                anatomy.Numbers.Add(new("precision", start + 4, 1, true));
                anatomy.Numbers.Add(new("height", start + 5, 2, true) { Rule = MutationRule.NotLarger });
                anatomy.Numbers.Add(new("width", start + 7, 2, true) { Rule = MutationRule.NotLarger });
            }
            int origin = start;
            var bytes = Enumerable.Range(4, Math.Min(size - 2, FirstBytes));
            anatomy.Numbers.AddRange(bytes.Select(at => new NumberField($"byte {at} of {name}", origin + at, 1, true)));
            if (marker == StartOfScan)
                end = FindMarker(content, end);
            anatomy.Borders.UnionWith([start, start + 1, start + 2, start + 4, (start + end) / 2, end - 1, end]);
            anatomy.Others.Add(($"without {name}", FileAnatomy.Drop(content, start, end - start), MutationRule.Filled));
            anatomy.Others.Add(($"{name} twice", FileAnatomy.Double(content, start, end - start), MutationRule.Filled));
            start = end;
        }
        anatomy.Borders.UnionWith([start, start + 1]);
        return anatomy;
    }

    private static int FindMarker(byte[] content, int start)
    {
        while (content[start] != 0xFF || content[start + 1] is 0 or (>= 0xD0 and <= 0xD7))
            start++;
        return start;
    }
}
