namespace CellSeg.Benchmarks.Mutations;

/// <summary>Blocks of a GIF file and the sub-blocks in them.</summary>
internal static class GifAnatomy
{
    private const int Extension = 0x21, Picture = 0x2C, Trailer = 0x3B;

    public static FileAnatomy Read(byte[] content)
    {
        var anatomy = new FileAnatomy();
        Add(6, MutationRule.Filled, ("screen width", 2), ("screen height", 2), ("screen flags", 1), ("background", 1), ("aspect", 1));
        int start = 13 + ColoursOf(content[10]);
        while (content[start] != Trailer)
        {
            string name = $"block {content[start]:X2} at {start}";
            int end;
            if (content[start] == Extension)
            {
                Add(start + 1, MutationRule.Filled, ($"label of {name}", 1));
                end = AddSubBlocks(start + 2, name);
            }
            else
            {
                if (content[start] != Picture)
                    throw new FormatException($"Byte {start} is no block of a GIF file.");
                // A picture may be smaller than the screen, and beside it.
                Add(start + 1, MutationRule.Anything, ($"left of {name}", 2), ($"top of {name}", 2), ($"width of {name}", 2), ($"height of {name}", 2));
                Add(start + 9, MutationRule.Filled, ($"flags of {name}", 1));
                int codes = start + 10 + ColoursOf(content[start + 9]);
                Add(codes, MutationRule.Filled, ($"width of the codes of {name}", 1));
                end = AddSubBlocks(codes + 1, name);
            }
            anatomy.Borders.UnionWith([start, (start + end) / 2, end]);
            anatomy.Others.Add(($"without {name}", FileAnatomy.Drop(content, start, end - start), MutationRule.Filled));
            anatomy.Others.Add(($"{name} twice", FileAnatomy.Double(content, start, end - start), MutationRule.Filled));
            start = end;
        }
        return anatomy;

        void Add(int offset, MutationRule rule, params (string Name, int Size)[] fields)
        {
            foreach (var (name, size) in fields)
            {
                anatomy.Numbers.Add(new(name, offset, size, false) { Rule = rule });
                anatomy.Borders.Add(offset);
                offset += size;
            }
        }

        int AddSubBlocks(int at, string name)
        {
            for (; content[at] != 0; at += content[at] + 1)
                Add(at, MutationRule.Filled, ($"length of a part of {name}", 1));
            return at + 1;
        }
    }

    /// <summary>Bytes of the colours that the flags tell of.</summary>
    private static int ColoursOf(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
}
