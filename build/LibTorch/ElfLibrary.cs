using System.Buffers.Binary;
using System.Text;

namespace CellSeg.Build.LibTorch;

/// <summary>
/// What the dynamic linker of Linux reads in a shared library for x86-64: its symbols, its strings and the versions that it
/// asks of other libraries. Tables are found as the dynamic linker finds them, through the program headers; the section
/// headers, which it ignores, are ignored here too. Nothing is read from outside the file, whatever the file says.
/// </summary>
public sealed class ElfLibrary
{
    private const uint SegmentLoaded = 1, SegmentDynamic = 2;
    private const ulong TagSysVHash = 4, TagStrings = 5, TagSymbols = 6, TagStringSize = 10;
    private const ulong TagGnuHash = 0x6ffffef5, TagSymbolVersions = 0x6ffffff0, TagVersionNeeds = 0x6ffffffe;

    // DT_NEEDED, DT_SONAME, DT_RPATH, DT_RUNPATH, DT_AUXILIARY and DT_FILTER: their values are places in the string table.
    private static readonly ulong[] StringTags = [1, 14, 15, 29, 0x7ffffffd, 0x7fffffff];

    private readonly byte[] _bytes;
    private readonly List<(ulong Address, ulong Size, ulong Place)> _segments = [];
    private readonly List<(ulong Tag, ulong Value)> _dynamic = [];
    private readonly List<ElfSymbol> _symbols = [];
    private readonly List<ElfVersionNeed> _versionNeeds = [];
    private readonly ulong _strings;
    private readonly ulong _stringSize;

    /// <summary>Reads the tables of a library.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <exception cref="BuildException">It is another kind of file, or damaged; the message is the reason alone.</exception>
    public ElfLibrary(byte[] bytes)
    {
        _bytes = bytes;
        // The magic number, 64 bits, little-endian; then the kind (a shared library) and the machine.
        ReadOnlySpan<byte> start = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1];
        if (!bytes.AsSpan().StartsWith(start) || UInt16(16) != 3 || UInt16(18) != 62)
            throw new BuildException("it is not a shared library for Linux on x86-64");
        ReadSegments();
        if (_dynamic.Any(entry => entry.Tag == TagSysVHash))
            throw new BuildException("it has a hash table of the old kind, which holds the names of undefined symbols too");
        _strings = PlaceOf(TagStrings);
        _stringSize = Value(TagStringSize);
        Slice(_strings, _stringSize);
        ReadSymbols();
        ReadVersionNeeds();
    }

    /// <summary>All symbols; the first is the empty one that each library has.</summary>
    public IReadOnlyList<ElfSymbol> Symbols => _symbols;

    /// <summary>The versions that are asked of other libraries.</summary>
    public IReadOnlyList<ElfVersionNeed> VersionNeeds => _versionNeeds;

    /// <summary>All places in the string table that something in the library refers to, once for each reference.</summary>
    public IEnumerable<ulong> StringReferences
        => _symbols.Select(symbol => (ulong)symbol.Name)
            .Concat(_versionNeeds.SelectMany(need => (ulong[])[need.Library, need.Name]))
            .Concat(_dynamic.Where(entry => StringTags.Contains(entry.Tag)).Select(entry => entry.Value));

    /// <summary>True when the string at a place of the string table is this one.</summary>
    public bool HasString(uint place, string text)
    {
        var table = Slice(_strings, _stringSize);
        return place < _stringSize
            && table[(int)place..].StartsWith(Encoding.ASCII.GetBytes(text))
            && (ulong)text.Length < _stringSize - place
            && table[(int)place + text.Length] == 0;
    }

    /// <summary>Where in the file a place of the string table is.</summary>
    public int PlaceOfString(uint place) => (int)_strings + (int)place;

    private void ReadSegments()
    {
        ulong headers = UInt64(32), headerSize = UInt16(54), count = UInt16(56);
        ulong? table = null, tableSize = null;
        for (ulong i = 0; i < count; i++)
        {
            ulong header = headers + (i * headerSize);
            ulong place = UInt64(header + 8), size = UInt64(header + 32);
            uint kind = UInt32(header);
            if (kind == SegmentLoaded)
                _segments.Add((UInt64(header + 16), size, place));
            if (kind == SegmentDynamic)
                (table, tableSize) = (place, size);
        }
        for (ulong i = 0; i + 16 <= (tableSize ?? 0); i += 16)
        {
            ulong tag = UInt64(table!.Value + i);
            if (tag == 0)
                return;
            _dynamic.Add((tag, UInt64(table.Value + i + 8)));
        }
        throw new BuildException("its dynamic table is missing or has no end");
    }

    private void ReadSymbols()
    {
        ulong hash = PlaceOf(TagGnuHash), table = PlaceOf(TagSymbols), versions = PlaceOf(TagSymbolVersions);
        uint buckets = UInt32(hash), firstListed = UInt32(hash + 4), filters = UInt32(hash + 8);
        ulong firstBucket = hash + 16 + (8UL * filters), chains = firstBucket + (4UL * buckets);
        // The number of symbols is written nowhere: the last is the end of the chain that starts last.
        ulong last = 0;
        for (uint i = 0; i < buckets; i++)
            last = Math.Max(last, UInt32(firstBucket + (4UL * i)));
        if (last < firstListed)
            last = firstListed - 1UL;
        else
        {
            while ((UInt32(chains + (4 * (last - firstListed))) & 1) == 0)
                last++;
        }
        for (ulong i = 0; i <= last; i++)
        {
            ulong symbol = table + (24 * i), version = versions + (2 * i);
            _symbols.Add(new ElfSymbol(UInt32(symbol), UInt16(symbol + 6) == 0, i >= firstListed, UInt16(version), (int)version));
        }
    }

    private void ReadVersionNeeds()
    {
        ulong library = PlaceOf(TagVersionNeeds), next;
        do
        {
            ulong version = library + UInt32(library + 8);
            for (uint left = UInt16(library + 2); left > 0; left--)
            {
                _versionNeeds.Add(new ElfVersionNeed(
                    UInt32(library + 4), UInt32(version + 8), UInt16(version + 6), UInt16(version + 4), (int)version + 4));
                // The index has 15 bits, so there are not more; a damaged file could go on for hours.
                if (_versionNeeds.Count > short.MaxValue)
                    throw new BuildException("it asks for more versions than there can be");
                version += UInt32(version + 12);
            }
            next = UInt32(library + 12);
            library += next;
        }
        while (next != 0);
    }

    private ulong Value(ulong tag)
    {
        var found = _dynamic.Where(entry => entry.Tag == tag).ToArray();
        return found.Length == 1
            ? found[0].Value
            : throw new BuildException($"its dynamic table has {found.Length} entries of kind {tag:x}, not 1");
    }

    /// <summary>Where in the file the table is whose address in memory a tag tells.</summary>
    private ulong PlaceOf(ulong tag)
    {
        ulong address = Value(tag);
        foreach (var segment in _segments)
        {
            if (address >= segment.Address && address - segment.Address < segment.Size)
                return segment.Place + (address - segment.Address);
        }
        throw new BuildException($"its table of kind {tag:x} is not in the file");
    }

    private ReadOnlySpan<byte> Slice(ulong place, ulong size)
        => place <= (ulong)_bytes.Length && size <= (ulong)_bytes.Length - place
            ? _bytes.AsSpan((int)place, (int)size)
            : throw new BuildException("it is damaged: a table goes beyond its end");

    private ushort UInt16(ulong place) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(place, 2));

    private uint UInt32(ulong place) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(place, 4));

    private ulong UInt64(ulong place) => BinaryPrimitives.ReadUInt64LittleEndian(Slice(place, 8));
}
