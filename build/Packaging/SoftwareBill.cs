using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CellSeg.Build.Packaging;

/// <summary>
/// Writes the bill of materials of a staged module as CycloneDX 1.6: each package with its files' checksums, and what is inside
/// its native libraries. The same module gives the same bytes, so there is no date in it.
/// </summary>
public static class SoftwareBill
{
    /// <summary>The name of the file in the module's folder.</summary>
    public const string FileName = "sbom.cdx.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the bill.</summary>
    /// <param name="module">The staged module.</param>
    /// <param name="packages">The packages that have files in it.</param>
    /// <param name="version">The module's version.</param>
    /// <param name="runtime">Its platform.</param>
    public static void Write(string module, IReadOnlyList<ShippedPackage> packages, string version, string runtime)
    {
        string bin = Path.Combine(module, "bin");
        var own = Component("library", "CellSeg", version, "MIT");
        own["bom-ref"] = "CellSeg";
        own["components"] = FilesOf(module, [.. Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(module, file).Replace('\\', '/'))
            .Where(file => file.StartsWith("bin/CellSeg.", StringComparison.Ordinal) || file.EndsWith(".safetensors", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)]);
        var bill = new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["component"] = own,
                ["properties"] = new JsonArray(new JsonObject { ["name"] = "cellseg:runtime", ["value"] = runtime }),
            },
            ["components"] = new JsonArray([.. packages.Select(package => Describe(package, bin, runtime))]),
            ["dependencies"] = Dependencies(packages),
        };
        // A number of its own for each bill, made of what is in it.
        var number = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(bill.ToJsonString())).AsSpan(0, 16));
        bill.Insert(2, "serialNumber", $"urn:uuid:{number}");
        File.WriteAllText(Path.Combine(module, FileName), bill.ToJsonString(Options) + "\n");
    }

    private static JsonObject Describe(ShippedPackage package, string bin, string runtime)
    {
        var component = Component("library", package.Id, package.Version, package.Licence);
        component["bom-ref"] = Address(package);
        component["purl"] = Address(package);
        component["copyright"] = package.Copyright;
        component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = package.Checksum });
        if (package.Page is { } page)
            component["externalReferences"] = References(page);
        var inside = FilesOf(bin, package.Files);
        foreach (var part in BundledParts.In(package, runtime))
            inside.Add(Describe(part));
        component["components"] = inside;
        return component;
    }

    private static JsonObject Describe(BundledPart part)
    {
        var component = Component("library", part.Name, part.Version, part.IsSpdx ? part.Licence : null);
        if (!part.IsSpdx)
            component["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["name"] = part.Licence } });
        if (part.Copyright is { } copyright)
            component["copyright"] = copyright;
        if (part.Page is { } page)
            component["externalReferences"] = References(page);
        return component;
    }

    private static JsonObject Component(string type, string name, string? version, string? licence)
    {
        var component = new JsonObject { ["type"] = type, ["name"] = name };
        if (version is not null)
            component["version"] = version;
        if (licence is not null)
            component["licenses"] = new JsonArray(new JsonObject { ["expression"] = licence });
        return component;
    }

    private static JsonArray FilesOf(string folder, IReadOnlyList<string> names)
        => [.. names.Select(name =>
        {
            using var content = File.OpenRead(Path.Combine(folder, name));
            var sum = new JsonObject { ["alg"] = "SHA-256", ["content"] = Convert.ToHexStringLower(SHA256.HashData(content)) };
            return new JsonObject { ["type"] = "file", ["name"] = name, ["hashes"] = new JsonArray(sum) };
        })];

    private static JsonArray References(string page) => [new JsonObject { ["type"] = "website", ["url"] = page }];

    private static JsonArray Dependencies(IReadOnlyList<ShippedPackage> packages)
    {
        var known = packages.ToDictionary(package => package.Id, Address);
        static JsonObject Entry(string reference, IEnumerable<string> others)
            => new() { ["ref"] = reference, ["dependsOn"] = new JsonArray([.. others.Select(other => (JsonNode)other)]) };
        var asked = packages.SelectMany(package => package.Dependencies).ToHashSet();
        return
        [
            Entry("CellSeg", packages.Where(package => !asked.Contains(package.Id)).Select(Address)),
            .. packages.Select(package => Entry(Address(package), package.Dependencies.Where(known.ContainsKey).Select(id => known[id]))),
        ];
    }

    private static string Address(ShippedPackage package) => $"pkg:nuget/{package.Id}@{package.Version}";
}
