namespace CellSeg.Build.LibTorch;

/// <summary>A version that an <see cref="ElfLibrary"/> asks of another library.</summary>
/// <param name="Library">Where the other library's name starts in the string table.</param>
/// <param name="Name">Where the version's name starts in the string table.</param>
/// <param name="Index">What the symbols of this version have as their version.</param>
/// <param name="Flags">Zero for one that is needed, <see cref="Weak"/> for one that may be missing.</param>
/// <param name="FlagsPlace">Where the flags stand in the file.</param>
public readonly record struct ElfVersionNeed(uint Library, uint Name, ushort Index, ushort Flags, int FlagsPlace)
{
    /// <summary>The flag of a version that the dynamic linker goes on without.</summary>
    public const ushort Weak = 2;
}
