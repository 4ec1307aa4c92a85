using System.Runtime.InteropServices;
using System.Text;
using System.Xml.Linq;
using CellSeg.Build;
using CellSeg.Build.LibTorch;

namespace CellSeg.Tests;

public sealed class LibTorchSharpAdaptationTests
{
    private const string NewFunction = SyntheticLibrary.NewFunction, OldFunction = SyntheticLibrary.OldFunction;

    /// <summary>What is not the expected library: how it differs, and what is said about it.</summary>
    private static readonly Dictionary<string, (Action<SyntheticLibrary> Change, string Reason)> Unexpected = new()
    {
        ["no function"] = (library => library.Undefined.RemoveAt(1), $"refers 0 times to {NewFunction}"),
        ["two functions"] = (library => library.Undefined.Add((NewFunction, 3)), $"refers 2 times to {NewFunction}"),
        ["both functions"] = (library => library.Undefined.Add((OldFunction, 2)), $"refers to {OldFunction} already"),
        ["its own function"] = (OwnFunction, "is its own"),
        ["a function that the hash table lists"] = (library => library.FirstListed = 2, "is its own"),
        ["a function of another version"] = (library => library.Undefined[1] = (NewFunction, 29), "another version of"),
        ["another function of the version"] =
            (library => library.Undefined.Add(("_ZSt4new", SyntheticLibrary.NewIndex)), "2 of its symbols are of GLIBCXX_3.4.32"),
        ["another function of the version, hidden"] =
            (library => library.Undefined.Add(("_ZSt4new", 0x8000 | SyntheticLibrary.NewIndex)), "2 of its symbols are of GLIBCXX_3.4.32"),
        ["no new version"] = (library => library.Needs.RemoveAt(2), "asks 0 times for GLIBCXX_3.4.32"),
        ["no old version"] = (library => library.Needs.RemoveAt(3), "asks 0 times for GLIBCXX_3.4 of"),
        ["the old version of another library"] =
            (library => library.Needs[3] = ("libc++.so.1", "GLIBCXX_3.4", 2, 0), "asks 0 times for GLIBCXX_3.4 of"),
        ["a new version twice"] =
            (library => library.Needs.Add(("libstdc++.so.6", "GLIBCXX_3.4.32", 33, 0)), "asks 2 times for GLIBCXX_3.4.32"),
        ["a number of two versions"] =
            (library => library.Needs[1] = ("libstdc++.so.6", "GLIBCXX_3.4.30", SyntheticLibrary.NewIndex, 0), "another version has the number"),
        ["a weak version"] =
            (library => library.Needs[2] = ("libstdc++.so.6", "GLIBCXX_3.4.32", SyntheticLibrary.NewIndex, 2), "has flags"),
        ["a name that ends like the function"] = (library => library.Undefined.Insert(0, ("x" + NewFunction, 3)), "part of another name"),
        ["a name that is the function's end"] = (library => library.Undefined.Add(("library_initv", 3)), "part of another name"),
        ["a library named like the function's end"] = (library => library.Names.Add((1, "initv")), "part of another name"),
        ["a path named like the function's end"] = (library => library.Names.Add((29, "initv")), "part of another name"),
        ["a version named like the function's end"] =
            (library => library.Needs.Add(("libc.so.6", "initv", 40, 0)), "part of another name"),
        ["a hash table of the old kind"] = (library => library.Dynamic.Add((4, 0x1000)), "hash table of the old kind"),
        ["two string tables"] = (library => library.Dynamic.Add((5, 0x1000)), "2 entries of kind 5"),
        ["no string table"] = (library => library.Omitted = 5, "0 entries of kind 5"),
        ["no hash table"] = (library => library.Omitted = 0x6ffffef5, "0 entries of kind 6ffffef5"),
        ["no versions"] = (library => library.Omitted = 0x6ffffff0, "0 entries of kind 6ffffff0"),
    };

    public static TheoryData<string> UnexpectedNames => [.. Unexpected.Keys];

    [Fact]
    public void Three_places_change_and_nothing_else()
    {
        var library = new SyntheticLibrary();
        byte[] before = library.Write(), after = [.. before];

        Assert.True(LibTorchSharpAdaptation.Adapt(after, "a.so"));

        byte[] expected = [.. before];
        expected.AsSpan(library.NamePlace, NewFunction.Length).Clear();
        Encoding.ASCII.GetBytes(OldFunction).CopyTo(expected, library.NamePlace);
        expected[library.VersionPlace] = (byte)SyntheticLibrary.OldIndex;
        expected[library.FlagsPlace] = 2;
        Assert.Equal(expected, after);
    }

    [Fact]
    public void A_second_run_changes_nothing()
    {
        byte[] library = new SyntheticLibrary().Write();
        LibTorchSharpAdaptation.Adapt(library, "a.so");
        byte[] before = [.. library];

        Assert.False(LibTorchSharpAdaptation.Adapt(library, "a.so"));

        Assert.Equal(before, library);
    }

    [Theory]
    [MemberData(nameof(UnexpectedNames))]
    public void What_is_not_exactly_expected_is_refused_and_stays(string name)
    {
        var library = new SyntheticLibrary();
        Unexpected[name].Change(library);
        byte[] before = library.Write(), after = [.. before];

        var e = Assert.Throws<BuildException>(() => LibTorchSharpAdaptation.Adapt(after, "folder/a.so"));

        Assert.StartsWith("folder/a.so was not adapted", e.Message, StringComparison.Ordinal);
        Assert.Contains(Unexpected[name].Reason, e.Message, StringComparison.Ordinal);
        Assert.Contains("build again", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, after);
    }

    [Theory]
    [InlineData(0, "MZ")]
    [InlineData(4, "\u0001")]
    [InlineData(5, "\u0002")]
    [InlineData(16, "\u0002")]
    [InlineData(18, "\u00b7")]
    public void Another_kind_of_file_is_refused(int place, string text)
    {
        byte[] file = new SyntheticLibrary().Write();
        Encoding.Latin1.GetBytes(text).CopyTo(file, place);

        var e = Assert.Throws<BuildException>(() => LibTorchSharpAdaptation.Adapt(file, "a.so"));

        Assert.Contains("not a shared library for Linux on x86-64", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_breaks_off_is_refused_wherever_it_does()
    {
        byte[] library = new SyntheticLibrary().Write();
        // Of the empty entry that ends the dynamic table, and here the file, the second half is never read.
        for (int length = 0; length < library.Length - 8; length++)
            Assert.Throws<BuildException>(() => LibTorchSharpAdaptation.Adapt(library[..length], "a.so"));
    }

    [Fact]
    public void A_damaged_file_is_adapted_or_refused_and_then_it_stays()
    {
        byte[] library = new SyntheticLibrary().Write();
        var random = new Random(7);
        for (int run = 0; run < 20_000; run++)
        {
            byte[] damaged = [.. library];
            for (int flips = random.Next(1, 5); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] = random.Next(3) == 0 ? (byte)255 : (byte)random.Next(256);
            byte[] before = [.. damaged];
            try
            {
                LibTorchSharpAdaptation.Adapt(damaged, "a.so");
            }
            catch (BuildException)
            {
                Assert.Equal(before, damaged);
            }
        }
    }

    [Fact]
    public void TorchSharps_own_library_is_adapted_where_it_stands()
    {
        string original = OriginalLibrary();
        Assert.SkipUnless(File.Exists(original), $"{original} is not there");
        using var folder = new TemporaryFolder();
        string copy = Path.Combine(folder.Path, LibTorchSharpAdaptation.FileName);
        File.Copy(original, copy);
        var time = File.GetLastWriteTimeUtc(copy);

        Assert.True(LibTorchSharpAdaptation.Adapt(copy));
        Assert.False(LibTorchSharpAdaptation.Adapt(copy));

        byte[] before = File.ReadAllBytes(original), after = File.ReadAllBytes(copy);
        int name = before.AsSpan().IndexOf(Encoding.ASCII.GetBytes(NewFunction));
        int[] changed = [.. Enumerable.Range(0, before.Length).Where(i => before[i] != after[i])];
        int[] outside = [.. changed.Where(i => i < name || i >= name + NewFunction.Length)];
        Assert.Equal(before.Length, after.Length);
        Assert.Equal((18, 0), (before[outside[0]], before[outside[1]]));
        Assert.Equal((2, 2), (after[outside[0]], after[outside[1]]));
        Assert.Equal(2, outside.Length);
        Assert.Equal(time, File.GetLastWriteTimeUtc(copy));
        Assert.Equal([copy], Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public void The_file_behind_a_link_stays_and_so_do_the_rights()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("links and rights are those of Unix");
            return;
        }
        using var folder = new TemporaryFolder();
        string original = Path.Combine(folder.Path, "cache.so"), link = Path.Combine(folder.Path, "link.so");
        byte[] library = new SyntheticLibrary().Write();
        File.WriteAllBytes(original, library);
        File.SetUnixFileMode(original, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(link, original);

        Assert.True(LibTorchSharpAdaptation.Adapt(link));

        Assert.Equal(library, File.ReadAllBytes(original));
        Assert.Equal(File.GetUnixFileMode(original), File.GetUnixFileMode(link));
        Assert.False(LibTorchSharpAdaptation.Adapt(link));
    }

    [Fact]
    public void What_is_staged_here_asks_for_nothing_that_this_machine_lacks()
    {
        Assert.SkipUnless(Repository.OwnRuntime == LibTorchSharpAdaptation.Runtime, "the library is that of another platform");
        byte[] staged = File.ReadAllBytes(
            Path.Combine(Repository.ModuleOf(Repository.OwnRuntime), "bin", LibTorchSharpAdaptation.FileName));

        // Packed for others, it is adapted also where that is not needed.
        if (LibTorchSharpAdaptation.IsNeededHere())
            Assert.False(LibTorchSharpAdaptation.Adapt(staged, "staged"));
    }

    [Fact]
    public void The_function_is_missed_where_the_library_has_no_version_for_it()
    {
        Assert.SkipUnless(Repository.OwnRuntime == LibTorchSharpAdaptation.Runtime, "the C++ library is that of another platform");
        Assert.True(NativeLibrary.TryLoad("libstdc++.so.6", out _));
        string file = File.ReadLines("/proc/self/maps").First(line => line.Contains("/libstdc++.so", StringComparison.Ordinal));
        byte[] system = File.ReadAllBytes(file[file.IndexOf('/', StringComparison.Ordinal)..]);

        bool hasVersion = system.AsSpan().IndexOf("GLIBCXX_3.4.32\0"u8) >= 0;
        Assert.Equal(!hasVersion, LibTorchSharpAdaptation.IsNeededHere());
    }

    private static void OwnFunction(SyntheticLibrary library)
    {
        library.Undefined.RemoveAt(1);
        library.Defined.Add(NewFunction);
    }

    private static string OriginalLibrary()
    {
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string version = XDocument.Load(Repository.At("Directory.Packages.props")).Descendants("PackageVersion")
            .Single(package => (string?)package.Attribute("Include") == "TorchSharp").Attribute("Version")!.Value;
        return Path.Combine(
            packages, "torchsharp", version, "runtimes", LibTorchSharpAdaptation.Runtime, "native", LibTorchSharpAdaptation.FileName);
    }
}
