using System.Buffers.Binary;

namespace CellSeg.Benchmarks.Mutations;

/// <summary>The two headers, colours and rows of a BMP file.</summary>
internal static class BmpAnatomy
{
    private const int Start = 10;

    private static readonly (string Name, int Offset, int Size, MutationRule Rule)[] Header =
    [
        ("size of the file", 2, 4, MutationRule.Unchanged), ("start of the pixels", Start, 4, MutationRule.Filled),
        ("size of the header", 14, 4, MutationRule.Filled), ("width", 18, 4, MutationRule.NotLarger), ("height", 22, 4, MutationRule.NotLarger),
        ("planes", 26, 2, MutationRule.Unchanged), ("bits", 28, 2, MutationRule.Filled), ("compression", 30, 4, MutationRule.Filled),
        ("size of the pixels", 34, 4, MutationRule.Unchanged), ("colours", 46, 4, MutationRule.Filled),
        ("important colours", 50, 4, MutationRule.Unchanged),
    ];

    public static FileAnatomy Read(byte[] content)
    {
        var anatomy = new FileAnatomy();
        foreach (var (name, offset, size, rule) in Header)
        {
            // There are no pixels beyond the end of the file.
            anatomy.Numbers.Add(new(name, offset, size, false) { Rule = rule, RuleOfExtreme = offset == Start ? MutationRule.Unchanged : rule });
            anatomy.Borders.Add(offset);
        }
        int pixels = BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(Start));
        anatomy.Borders.UnionWith([14, 54, pixels, pixels + 1, pixels + ((content.Length - pixels) / 2), content.Length - 5, content.Length - 1]);
        anatomy.Others.Add(("without the last bytes of the header", FileAnatomy.Drop(content, 50, 4), MutationRule.Filled));
        anatomy.Others.Add(("without half of the pixels", FileAnatomy.Drop(content, pixels, (content.Length - pixels) / 2), MutationRule.Unchanged));
        return anatomy;
    }
}
