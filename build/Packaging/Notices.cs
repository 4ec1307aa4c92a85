using System.Text;

namespace CellSeg.Build.Packaging;

/// <summary>Writes which parts of others a staged module carries, and puts the texts of their licences beside it.</summary>
public static class Notices
{
    /// <summary>The line of the module's own text that the list stands for.</summary>
    public const string Place = "{parts}";

    /// <summary>Writes the list, and the folder <c>licenses</c>.</summary>
    /// <param name="module">The staged module, with the text that the list is put into.</param>
    /// <param name="packages">The packages that have files in it.</param>
    /// <param name="runtime">Its platform.</param>
    /// <exception cref="BuildException">A licence is not known, or the text has no place for the list.</exception>
    public static void Write(string module, IReadOnlyList<ShippedPackage> packages, string runtime)
    {
        string folder = Path.Combine(module, "licenses");
        Directory.CreateDirectory(folder);
        var parts = packages.ToDictionary(package => package.Id, package => BundledParts.In(package, runtime));
        var expressions = packages.Select(package => package.Licence)
            .Concat(parts.Values.SelectMany(bundled => bundled).Where(part => part.IsSpdx).Select(part => part.Licence));
        foreach (string identifier in expressions.SelectMany(LicenceTexts.Chosen).Distinct())
            LicenceTexts.Copy(identifier, folder);
        // The LGPL adds to the GPL and is not whole without it.
        if (File.Exists(Path.Combine(folder, "LGPL-3.0-or-later.txt")))
            LicenceTexts.Copy("GPL-3.0-or-later", folder);
        foreach (var package in packages)
            CopyNotices(package, Path.Combine(folder, package.Id));

        string file = Path.Combine(module, "THIRD-PARTY-NOTICES.md");
        string text = File.ReadAllText(file);
        if (!text.Contains(Place, StringComparison.Ordinal))
            throw new BuildException($"{file} has no line {Place}");
        File.WriteAllText(file, text.Replace(Place, List(packages, parts), StringComparison.Ordinal));
    }

    private static void CopyNotices(ShippedPackage package, string folder)
    {
        foreach (string file in package.NoticeFiles)
        {
            Directory.CreateDirectory(folder);
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }
    }

    private static string List(IReadOnlyList<ShippedPackage> packages, Dictionary<string, IReadOnlyList<BundledPart>> parts)
    {
        var text = new StringBuilder();
        text.Append("| package | version | licence | copyright | from |\n| --- | --- | --- | --- | --- |\n");
        foreach (var package in packages)
            text.Append(Row(package.Id, package.Version, package.Licence, package.Copyright, package.Page));
        foreach (var package in packages.Where(package => parts[package.Id].Count > 0))
        {
            text.Append($"\nInside {package.Id} {package.Version}:\n\n");
            text.Append("| part | version | licence | copyright | from |\n| --- | --- | --- | --- | --- |\n");
            foreach (var part in parts[package.Id])
                text.Append(Row(part.Name, part.Version, part.Licence, part.Copyright, part.Page));
        }
        return text.ToString().TrimEnd();
    }

    private static string Row(params string?[] cells) => $"| {string.Join(" | ", cells)} |\n";
}
