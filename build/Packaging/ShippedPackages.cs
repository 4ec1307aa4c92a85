using System.Text.Json.Nodes;

namespace CellSeg.Build.Packaging;

/// <summary>Tells by what a restore has written down which packages have files in a staged module.</summary>
public static class ShippedPackages
{
    private const string WholeCuda = "TorchSharp-cuda-";

    private static readonly string[] Kinds = ["runtime", "native"];

    /// <summary>Lists the packages, by name.</summary>
    /// <param name="assetsFile">The <c>project.assets.json</c> of the project that was published.</param>
    /// <param name="runtime">The platform that it was published for.</param>
    /// <param name="bin">The folder that it was published to.</param>
    /// <param name="backend">
    /// Which libtorch it carries. Libraries of the one for graphics cards come in fragments, which the package puts together while
    /// building, so that no list has them: they count as that package's.
    /// </param>
    /// <exception cref="BuildException">The restore was for another platform, or a file in the folder is of no package.</exception>
    public static IReadOnlyList<ShippedPackage> Read(string assetsFile, string runtime, string bin, TorchBackend backend = TorchBackend.Cpu)
    {
        var assets = JsonNode.Parse(File.ReadAllText(assetsFile))!;
        var target = assets["targets"]!.AsObject().FirstOrDefault(entry => entry.Key.EndsWith($"/{runtime}", StringComparison.Ordinal)).Value?.AsObject()
            ?? throw new BuildException($"{assetsFile} is not of a restore for {runtime}");
        string[] roots = [.. assets["packageFolders"]!.AsObject().Select(entry => entry.Key)];

        var packages = new List<ShippedPackage>();
        foreach (var (key, value) in target)
        {
            if (value!["type"]!.GetValue<string>() != "package")
                continue;
            string[] files = [.. Kinds.SelectMany(kind => value[kind]?.AsObject().Select(file => Path.GetFileName(file.Key)) ?? [])
                .Where(file => File.Exists(Path.Combine(bin, file))).Distinct()];
            if (files.Length == 0 && !key.StartsWith(WholeCuda, StringComparison.Ordinal))
                continue;
            string path = assets["libraries"]![key]!["path"]!.GetValue<string>();
            packages.Add(new ShippedPackage(
                key.Split('/')[0], key.Split('/')[1],
                roots.Select(root => Path.Combine(root, path)).First(Directory.Exists), files,
                [.. value["dependencies"]?.AsObject().Select(dependency => dependency.Key) ?? []]));
        }
        string[] strangers = [.. Directory.EnumerateFiles(bin, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(bin, file))
            .Where(file => !file.StartsWith("CellSeg.", StringComparison.Ordinal))
            .Except(packages.SelectMany(package => package.Files)).Order(StringComparer.Ordinal)];
        if (backend == TorchBackend.Cuda && packages.FindIndex(package => package.Id.StartsWith(WholeCuda, StringComparison.Ordinal)) is >= 0 and var whole)
        {
            packages[whole] = packages[whole] with { Files = [.. packages[whole].Files, .. strangers] };
            strangers = [];
        }
        return strangers.Length == 0
            ? [.. packages.OrderBy(package => package.Id, StringComparer.Ordinal)]
            : throw new BuildException($"these files of the module are of no known package, so their licence is not known: {string.Join(", ", strangers)}");
    }
}
