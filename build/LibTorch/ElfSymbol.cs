namespace CellSeg.Build.LibTorch;

/// <summary>A dynamic symbol of an <see cref="ElfLibrary"/>.</summary>
/// <param name="Name">Where its name starts in the string table.</param>
/// <param name="IsUndefined">True for one that another library has to provide.</param>
/// <param name="IsListed">True for one that others can find in this library.</param>
/// <param name="Version">The index of its version, and a flag.</param>
/// <param name="VersionPlace">Where that index stands in the file.</param>
public readonly record struct ElfSymbol(uint Name, bool IsUndefined, bool IsListed, ushort Version, int VersionPlace)
{
    /// <summary>
    /// The bits of <see cref="Version"/> that are the index; the other hides a symbol from those who ask for no version.
    /// </summary>
    public const ushort IndexBits = 0x7fff;
}
