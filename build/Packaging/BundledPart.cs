namespace CellSeg.Build.Packaging;

/// <summary>A part of others that is compiled into a native library of a package.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Licence">Its licence: an expression of SPDX identifiers where <see cref="IsSpdx"/>, else a name.</param>
/// <param name="Version">Its version; null where the library does not tell.</param>
/// <param name="Copyright">Who holds the rights; null where the package's own notices tell.</param>
/// <param name="Page">Where it comes from.</param>
/// <param name="IsSpdx">Whether the licence is an expression whose texts go with the module.</param>
public sealed record BundledPart(
    string Name, string Licence, string? Version = null, string? Copyright = null, string? Page = null, bool IsSpdx = true);
