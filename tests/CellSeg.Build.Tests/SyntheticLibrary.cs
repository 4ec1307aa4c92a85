using System.Text;

namespace CellSeg.Tests;

/// <summary>Writes the smallest shared library for Linux that has all that the adaptation reads; it has no code.</summary>
internal sealed class SyntheticLibrary
{
    public const string NewFunction = "_ZSt21ios_base_library_initv", OldFunction = "_ZNSt8ios_base4InitC1Ev";
    public const ushort NewIndex = 18, OldIndex = 2;

    // Places in memory are not those in the file, as in most libraries.
    private const ulong Base = 0x1000;
    private const int HeaderSize = 64, ProgramHeaderSize = 56;

    private readonly List<byte> _content = [];
    private string _strings = "\0";

    /// <summary>The symbols of other libraries, each with its version.</summary>
    public List<(string Name, ushort Version)> Undefined { get; } =
        [("malloc", 3), (NewFunction, NewIndex), ("_ZNSt8ios_baseD2Ev", OldIndex)];

    /// <summary>The symbols that others find in this library.</summary>
    public List<string> Defined { get; } = ["THSTensor_add", "THSTensor_sub"];

    /// <summary>What is asked of other libraries.</summary>
    public List<(string Library, string Version, ushort Index, ushort Flags)> Needs { get; } =
    [
        ("libc.so.6", "GLIBC_2.34", 3, 0),
        ("libstdc++.so.6", "GLIBCXX_3.4.30", 29, 0),
        ("libstdc++.so.6", "GLIBCXX_3.4.32", NewIndex, 0),
        ("libstdc++.so.6", "GLIBCXX_3.4", OldIndex, 0),
    ];

    /// <summary>Names in the dynamic table, with their tags.</summary>
    public List<(ulong Tag, string Text)> Names { get; } = [(1, "libstdc++.so.6"), (1, "libc.so.6"), (14, "libLibTorchSharp.so")];

    /// <summary>Further entries of the dynamic table.</summary>
    public List<(ulong Tag, ulong Value)> Dynamic { get; } = [];

    /// <summary>The tag of a table that the dynamic table shall not mention.</summary>
    public ulong Omitted { get; set; }

    /// <summary>Where the hash table says that its symbols start; by itself after the undefined ones.</summary>
    public uint? FirstListed { get; set; }

    /// <summary>Where in the file the name of the function starts.</summary>
    public int NamePlace { get; private set; }

    /// <summary>Where in the file the function's version is.</summary>
    public int VersionPlace { get; private set; }

    /// <summary>Where in the file the flags of the newest version are.</summary>
    public int FlagsPlace { get; private set; }

    public byte[] Write()
    {
        // Room for the headers, which are written when everything else has its place.
        _content.AddRange(new byte[HeaderSize + (2 * ProgramHeaderSize)]);
        // One symbol without a name comes first in every library.
        string[] names = ["", .. Undefined.Select(symbol => symbol.Name), .. Defined];
        ushort[] versions = [0, .. Undefined.Select(symbol => symbol.Version), .. Defined.Select(_ => (ushort)1)];
        uint[] places = [.. names.Select(Place)];

        ulong symbols = Address();
        for (int i = 0; i < names.Length; i++)
            Put(places[i], (byte)0x12, (byte)0, (ushort)(i > Undefined.Count ? 12 : 0), 0UL, 0UL);
        ulong symbolVersions = Address();
        VersionPlace = _content.Count + (2 * Array.IndexOf(names, NewFunction));
        Put([.. versions.Cast<object>()]);
        ulong versionNeeds = Address();
        PutNeeds();
        ulong hash = Address();
        uint first = FirstListed ?? (uint)Undefined.Count + 1;
        // One bucket, one filter; in the chain the last symbol alone has the mark of the end.
        Put(1U, first, 1U, 6U, ulong.MaxValue, first);
        for (uint i = first; i < names.Length; i++)
            Put(i == names.Length - 1 ? 1U : 2U);
        (ulong, ulong)[] dynamicNames = [.. Names.Select(name => (name.Tag, (ulong)Place(name.Text)))];
        ulong text = Address();
        NamePlace = _content.Count + _strings.IndexOf(NewFunction, StringComparison.Ordinal);
        _content.AddRange(Encoding.ASCII.GetBytes(_strings));

        ulong dynamicPlace = (ulong)_content.Count;
        (ulong Tag, ulong Value)[] dynamic =
        [
            .. dynamicNames, (5, text), (10, (ulong)_strings.Length), (6, symbols), (0x6ffffff0, symbolVersions),
            (0x6ffffffe, versionNeeds), (0x6ffffef5, hash), .. Dynamic,
        ];
        foreach (var (tag, value) in dynamic.Where(entry => entry.Tag != Omitted))
            Put(tag, value);
        Put(0UL, 0UL);

        byte[] file = [.. _content];
        ulong size = (ulong)file.Length;
        _content.Clear();
        Put(0x464c457fU, 0x00010102U, 0UL);
        Put((ushort)3, (ushort)62, 1U, 0UL, (ulong)HeaderSize, 0UL, 0U);
        Put((ushort)HeaderSize, (ushort)ProgramHeaderSize, (ushort)2, (ushort)64, (ushort)0, (ushort)0);
        Put(1U, 4U, 0UL, Base, Base, size, size, 0x1000UL);
        Put(2U, 4U, dynamicPlace, Base + dynamicPlace, Base + dynamicPlace, size - dynamicPlace, size - dynamicPlace, 8UL);
        _content.CopyTo(file);
        return file;
    }

    private void PutNeeds()
    {
        var groups = Needs.GroupBy(need => need.Library).ToArray();
        foreach (var group in groups)
        {
            bool last = group.Key == groups[^1].Key;
            Put((ushort)1, (ushort)group.Count(), Place(group.Key), 16U, last ? 0U : 16U * (1 + (uint)group.Count()));
            int left = group.Count();
            foreach (var need in group)
            {
                if (need.Version == "GLIBCXX_3.4.32")
                    FlagsPlace = _content.Count + 4;
                Put(0U, need.Flags, need.Index, Place(need.Version), --left == 0 ? 0U : 16U);
            }
        }
    }

    /// <summary>Where a string starts; as linkers do, the end of another one serves where it can.</summary>
    private uint Place(string text)
    {
        int found = _strings.IndexOf(text + '\0', StringComparison.Ordinal);
        if (found < 0)
        {
            found = _strings.Length;
            _strings += text + '\0';
        }
        return (uint)found;
    }

    private ulong Address() => Base + (ulong)_content.Count;

    private void Put(params object[] numbers)
    {
        foreach (object number in numbers)
        {
            _content.AddRange(number switch
            {
                byte value => [value],
                ushort value => BitConverter.GetBytes(value),
                uint value => BitConverter.GetBytes(value),
                ulong value => BitConverter.GetBytes(value),
                _ => throw new ArgumentException($"{number.GetType()} is not written"),
            });
        }
    }
}
