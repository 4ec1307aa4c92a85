using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CellSeg.Build.Packaging;

/// <summary>
/// Tells which parts of others are inside the native libraries of a package: those of libvips by what its package says, those
/// of libtorch and Skia, whose packages say little, by <c>BundledParts.json</c>.
/// </summary>
public static partial class BundledParts
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Lists the parts inside the files of a package.</summary>
    /// <exception cref="BuildException">The notices of libvips' package cannot be read.</exception>
    public static IReadOnlyList<BundledPart> In(ShippedPackage package, string runtime)
        => package.Id.StartsWith("NetVips.Native.", StringComparison.Ordinal)
            ? ReadVips(package)
            : [.. Known().Where(entry => entry.IsIn(package, runtime)).Select(entry => entry.Part)];

    private static Entry[] Known()
        => JsonSerializer.Deserialize<Entry[]>(File.ReadAllText(Repository.At("build", "Packaging", "BundledParts.json")), Options)!;

    /// <summary>Reads the table of the package's notices, and the versions beside it.</summary>
    private static BundledPart[] ReadVips(ShippedPackage package)
    {
        var versions = JsonNode.Parse(File.ReadAllText(Path.Combine(package.Folder, "versions.json")))!.AsObject()
            .ToDictionary(entry => Plain(entry.Key), entry => entry.Value!.GetValue<string>());
        var parts = TableRow().Matches(File.ReadAllText(Path.Combine(package.Folder, "THIRD-PARTY-NOTICES.md")))
            .Select(row => new BundledPart(
                row.Groups["name"].Value, Link().Replace(row.Groups["licence"].Value, "${text}"),
                versions.GetValueOrDefault(Plain(row.Groups["name"].Value)), IsSpdx: false))
            .ToArray();
        return parts.Any(part => part is { Name: "libvips", Version: not null })
            ? parts
            : throw new BuildException($"the notices of {package.Id} {package.Version} have another form than expected");
    }

    // versions.json says tiff and uhdr where the notices say libtiff and libultrahdr.
    private static string Plain(string name) => name == "libultrahdr" ? "uhdr" : name.StartsWith("lib", StringComparison.Ordinal) ? name[3..] : name;

    [GeneratedRegex(@"^\| (?<name>[a-z][\w-]*) +\| (?<licence>[^|]*?) *\|\r?$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();

    /// <summary>An entry of the file: the part, and the library that it is in.</summary>
    /// <param name="File">The library's name, without <c>lib</c>, extension and what stands behind a dash.</param>
    /// <param name="Name">See <see cref="BundledPart"/>; so are the others.</param>
    /// <param name="Licence">As there.</param>
    /// <param name="Copyright">As there.</param>
    /// <param name="Page">As there.</param>
    /// <param name="Runtimes">The platforms on which it is in the library; null for all.</param>
    private sealed record Entry(string File, string Name, string Licence, string Copyright, string Page, string[]? Runtimes)
    {
        public BundledPart Part => new(Name, Licence, Copyright: Copyright, Page: Page);

        public bool IsIn(ShippedPackage package, string runtime)
            => (Runtimes is null || Runtimes.Contains(runtime))
                && package.Files.Select(file => file.Split('.', '-')[0]).Any(stem => stem == File || stem == "lib" + File);
    }
}
