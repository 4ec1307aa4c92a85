using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace CellSeg.Build.LibTorch;

/// <summary>
/// Lets libLibTorchSharp.so, the bridge from TorchSharp to libtorch, load with the C++ library of GCC 12, which Debian 12 and
/// Ubuntu 22.04 have. It was compiled with GCC 13, and of what came with that it needs one function,
/// <c>std::ios_base_library_init()</c>: it makes sure that <c>std::cout</c> and its like are ready. The constructor of
/// <c>std::ios_base::Init</c> does the same in every release, does not touch its object, and is asked for instead.
/// </summary>
public static class LibTorchSharpAdaptation
{
    /// <summary>The name of the library.</summary>
    public const string FileName = "libLibTorchSharp.so";

    /// <summary>The platform of the library.</summary>
    public const string Runtime = "linux-x64";

    private const string CppLibrary = "libstdc++.so.6";
    private const string NewFunction = "_ZSt21ios_base_library_initv", NewVersion = "GLIBCXX_3.4.32";
    private const string OldFunction = "_ZNSt8ios_base4InitC1Ev", OldVersion = "GLIBCXX_3.4";

    private const string Remedy = """
        If the file is damaged, delete TorchSharp's folder in NuGet's cache of packages and build again. If TorchSharp's
        version was changed, adjust build/LibTorchSharpAdaptation.cs to it, or build on a machine with libstdc++ of GCC 13.
        """;

    /// <summary>True where the library does not load as it is: this machine's C++ library lacks the function.</summary>
    public static bool IsNeededHere()
        => Repository.OwnRuntime == Runtime
            && !(NativeLibrary.TryLoad(CppLibrary, out nint library) && NativeLibrary.TryGetExport(library, NewFunction, out _));

    /// <summary>Adapts a copy of the library where it stands. Its time stays, for those who copy what is newer only.</summary>
    /// <returns>False when it had been adapted before.</returns>
    /// <exception cref="BuildException">It is not the library that is expected; it stays as it is.</exception>
    public static bool Adapt(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (!Adapt(bytes, file))
            return false;
        // Copied first for the rights; then moved into place, because a link may lead to the one in the cache of packages.
        string whole = file + ".adapted";
        File.Copy(file, whole, overwrite: true);
        var time = File.GetLastWriteTimeUtc(file);
        File.WriteAllBytes(whole, bytes);
        File.SetLastWriteTimeUtc(whole, time);
        File.Move(whole, file, overwrite: true);
        return true;
    }

    /// <summary>Adapts the library in memory.</summary>
    /// <param name="bytes">The whole file, in which three places are changed, or none.</param>
    /// <param name="name">What messages call it.</param>
    /// <returns>False when it had been adapted before.</returns>
    /// <exception cref="BuildException">It is not the library that is expected; nothing has been changed.</exception>
    public static bool Adapt(byte[] bytes, string name)
    {
        try
        {
            return Adapt(bytes, new ElfLibrary(bytes));
        }
        catch (BuildException e)
        {
            throw new BuildException(
                $"{name} was not adapted to C++ libraries before GCC 13: {e.Message}. {Remedy.ReplaceLineEndings(" ")}");
        }
    }

    private static bool Adapt(byte[] bytes, ElfLibrary library)
    {
        var newNeed = Need(library, NewVersion);
        var oldNeed = Need(library, OldVersion);
        var newSymbols = Named(library, NewFunction);
        var oldSymbols = Named(library, OldFunction);
        int users = library.Symbols.Count(symbol => (symbol.Version & ElfSymbol.IndexBits) == newNeed.Index);

        if (newSymbols.Length == 0 && oldSymbols is [{ IsUndefined: true } earlier]
            && earlier.Version == oldNeed.Index && newNeed.Flags == ElfVersionNeed.Weak && users == 0)
            return false;

        Require(newSymbols.Length == 1, $"it refers {newSymbols.Length} times to {NewFunction}, not once");
        Require(oldSymbols.Length == 0, $"it refers to {OldFunction} already");
        var symbol = newSymbols[0];
        // What others look up by its name is found by a hash of that name.
        Require(symbol.IsUndefined && !symbol.IsListed, $"{NewFunction} is its own, not that of {CppLibrary}");
        Require(symbol.Version == newNeed.Index, $"it wants another version of {NewFunction} than {NewVersion}");
        Require(users == 1, $"{users} of its symbols are of {NewVersion}, not 1");
        Require(newNeed.Flags == 0, $"its need of {NewVersion} has flags");

        int place = library.PlaceOfString(symbol.Name);
        // The end of one string may serve as another.
        ulong end = symbol.Name + (ulong)NewFunction.Length;
        Require(
            symbol.Name > 0 && bytes[place - 1] == 0
                && library.StringReferences.Count(reference => reference >= symbol.Name && reference <= end) == 1,
            $"the text {NewFunction} is part of another name too");

        var room = bytes.AsSpan(place, NewFunction.Length);
        room.Clear();
        Encoding.ASCII.GetBytes(OldFunction, room);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(symbol.VersionPlace), oldNeed.Index);
        // No symbol is of this version any more: the dynamic linker shall not miss it.
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(newNeed.FlagsPlace), ElfVersionNeed.Weak);
        return true;
    }

    private static ElfVersionNeed Need(ElfLibrary library, string version)
    {
        var found = library.VersionNeeds
            .Where(need => library.HasString(need.Name, version) && library.HasString(need.Library, CppLibrary))
            .ToArray();
        Require(found.Length == 1, $"it asks {found.Length} times for {version} of {CppLibrary}, not once");
        Require(
            library.VersionNeeds.Count(need => need.Index == found[0].Index) == 1,
            $"another version has the number of {version}");
        return found[0];
    }

    private static ElfSymbol[] Named(ElfLibrary library, string name)
        => [.. library.Symbols.Where(symbol => library.HasString(symbol.Name, name))];

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
            throw new BuildException(otherwise);
    }
}
