using System.Xml.Linq;

namespace CellSeg.Build.Packaging;

/// <summary>A package of others, files of which are in the module.</summary>
/// <param name="Id">Its name, such as <c>TorchSharp</c>.</param>
/// <param name="Version">Its version.</param>
/// <param name="Folder">Where it lies in the cache of packages.</param>
/// <param name="Files">The names of its files in the module's <c>bin</c>.</param>
/// <param name="Dependencies">The names of the packages that it asks for.</param>
public sealed record ShippedPackage(
    string Id, string Version, string Folder, IReadOnlyList<string> Files, IReadOnlyList<string> Dependencies)
{
    private readonly XElement _description = XDocument.Load(Path.Combine(Folder, $"{Id.ToLowerInvariant()}.nuspec")).Root!
        .Elements().First(element => element.Name.LocalName == "metadata");

    /// <summary>Its licence, as an expression of SPDX identifiers.</summary>
    /// <exception cref="BuildException">The package does not say.</exception>
    public string Licence => _description.Elements()
        .FirstOrDefault(element => element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression")?.Value
        ?? throw new BuildException($"the package {Id} {Version} does not tell its licence as an SPDX expression");

    /// <summary>Who holds the rights.</summary>
    public string Copyright => Read("copyright") ?? $"Copyright {Authors}";

    /// <summary>Who made it.</summary>
    public string Authors => Read("authors") ?? Id;

    /// <summary>Its page.</summary>
    public string? Page => Read("projectUrl");

    /// <summary>The SHA-512 sum of the package's file.</summary>
    public string Checksum => Convert.ToHexStringLower(Convert.FromBase64String(
        File.ReadAllText(Path.Combine(Folder, $"{Id}.{Version}.nupkg.sha512".ToLowerInvariant())).Trim()));

    /// <summary>The files in which the package tells licences and parts of others.</summary>
    public IEnumerable<string> NoticeFiles => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file).ToUpperInvariant() is var name
            && (name.StartsWith("LICEN", StringComparison.Ordinal) || name.Contains("NOTICE", StringComparison.Ordinal) || name == "VERSIONS.JSON"))
        .Order(StringComparer.Ordinal);

    private string? Read(string name)
        => _description.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim() is { Length: > 0 } text ? text : null;
}
