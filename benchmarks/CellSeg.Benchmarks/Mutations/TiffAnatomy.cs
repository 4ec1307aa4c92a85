namespace CellSeg.Benchmarks.Mutations;

/// <summary>Directories of a TIFF or BigTIFF file: their entries, the arrays that these point to, strips and tiles.</summary>
internal sealed class TiffAnatomy
{
    private const int Width = 256, Height = 257, StripOffsets = 273, RowsPerStrip = 278, StripByteCounts = 279, TileWidth = 322, TileOffsets = 324,
        TileByteCounts = 325, SubDirectories = 330;

    private static readonly int[] TypeSizes = [1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 1, 1, 8, 8, 8];

    private readonly byte[] _content;
    private readonly bool _isBigEndian;
    private readonly int _room;

    /// <summary>Takes a file apart.</summary>
    public TiffAnatomy(byte[] content)
    {
        _content = content;
        _isBigEndian = content[0] == 'M';
        bool isBig = Get(2, 2) == 43;
        _room = isBig ? 8 : 4;
        Add("version", 2, 2);
        if (isBig)
        {
            Add("size of offsets", 4, 2);
            Add("constant", 6, 2);
        }
        byte[] turned = [.. content];
        turned.AsSpan(0, 2).Fill((byte)(_isBigEndian ? 'I' : 'M'));
        Anatomy.Others.Add(("other byte order", turned, MutationRule.Filled));
        int link = isBig ? 8 : 4, first = Get(link, _room);
        Add("first directory", link, _room, MutationRule.Filled, MutationRule.Unchanged);
        ReadChain("page", first, first);
    }

    /// <summary>What was found.</summary>
    public FileAnatomy Anatomy { get; } = new();

    private int Get(int offset, int size) => checked((int)new NumberField("", offset, size, _isBigEndian).Read(_content));

    private void Add(string name, int offset, int size, MutationRule rule = MutationRule.Filled, MutationRule? extreme = null)
    {
        Anatomy.Numbers.Add(new(name, offset, size, _isBigEndian) { Rule = rule, RuleOfExtreme = extreme });
        Anatomy.Borders.Add(offset);
    }

    private void ReadChain(string name, int start, int first)
    {
        for (int number = 0; start != 0; number++)
        {
            int link = ReadDirectory($"{name} {number}", start);
            // Pages that are not there are not to be left out in silence; levels of a pyramid are not needed.
            Add($"directory after {name} {number}", link, _room, MutationRule.Filled, MutationRule.Unchanged);
            AddLoop($"{name} {number} before itself", link, start);
            AddLoop($"{name} {number} before the first one", link, first);
            start = Get(link, _room);
        }
    }

    private void AddLoop(string change, int offset, int target)
        => Anatomy.Others.Add((change, new NumberField("", offset, _room, _isBigEndian).Write(_content, (ulong)target), MutationRule.Filled));

    /// <summary>Notes a directory; gives the place of the link to the next one.</summary>
    private int ReadDirectory(string name, int start)
    {
        int countSize = _room == 8 ? 8 : 2, count = Get(start, countSize), entrySize = 4 + (2 * _room);
        Add($"entries of {name}", start, countSize);
        int[] entries = [.. Enumerable.Range(0, count).Select(i => start + countSize + (i * entrySize))];
        bool isTiled = entries.Any(entry => Get(entry, 2) == TileWidth);
        foreach (int entry in entries)
            ReadEntry(name, entry, isTiled, start);
        NoteData(entries);
        return start + countSize + (count * entrySize);
    }

    private void ReadEntry(string page, int entry, bool isTiled, int directory)
    {
        int tag = Get(entry, 2), type = Get(entry + 2, 2), count = Get(entry + 4, _room), size = TypeSizes[type], value = entry + 4 + _room;
        string name = $"{page}, tag {tag}";
        var rule = RuleOf(tag, isTiled);
        bool isInline = size * count <= _room;
        Add($"{name}: number of the tag", entry, 2);
        Add($"{name}: type", entry + 2, 2, tag is StripByteCounts or TileByteCounts ? rule : MutationRule.Filled);
        // Fewer strips than there are do not fill the image, more are not needed.
        bool isCounted = rule == MutationRule.Unchanged || tag is StripOffsets or TileOffsets;
        Add($"{name}: count", entry + 4, _room, isCounted ? MutationRule.Unchanged : MutationRule.Filled);
        int first = isInline ? value : Get(value, _room);
        if (!isInline)
            Add($"{name}: place of the values", value, _room);
        if (size > 8 || count == 0)
            return;
        var extreme = tag is StripOffsets or TileOffsets ? MutationRule.Unchanged : rule;
        foreach (int place in (int[])[.. count > 1 ? [0, count - 1] : new[] { 0 }])
            Add($"{name}: value {place}", first + (place * size), size, rule, extreme);
        if (tag != SubDirectories)
            return;
        for (int i = 0; i < count; i++)
        {
            AddLoop($"{name}: directory {i} is the one above", first + (i * size), directory);
            ReadChain($"{page}, below {i}, page", Get(first + (i * size), size), Get(first + (i * size), size));
        }
    }

    /// <summary>What may come of another value of a tag.</summary>
    private static MutationRule RuleOf(int tag, bool isTiled) => tag switch
    {
        StripByteCounts or TileByteCounts => MutationRule.Unchanged,
        RowsPerStrip when !isTiled => MutationRule.Unchanged,
        // Tiles reach beyond the border of the image.
        Width or Height when !isTiled => MutationRule.NotLarger,
        _ => MutationRule.Filled,
    };

    /// <summary>Notes where strips or tiles begin and end.</summary>
    private void NoteData(int[] entries)
    {
        int[] Values(int tag)
        {
            int entry = entries.FirstOrDefault(entry => Get(entry, 2) == tag);
            if (entry == 0)
                return [];
            int size = TypeSizes[Get(entry + 2, 2)], count = Get(entry + 4, _room), value = entry + 4 + _room;
            int first = size * count <= _room ? value : Get(value, _room);
            return [.. Enumerable.Range(0, count).Select(i => Get(first + (i * size), size))];
        }

        foreach (var (start, length) in Values(StripOffsets).Concat(Values(TileOffsets)).Zip(Values(StripByteCounts).Concat(Values(TileByteCounts))))
            Anatomy.Borders.UnionWith([start, start + (length / 2), start + length - 1, start + length]);
    }
}
