using System.Text.RegularExpressions;

namespace CellSeg.Build.Packaging;

/// <summary>Writes into the module's manifest what differs between versions and platforms.</summary>
public static partial class ModuleManifest
{
    private static readonly Dictionary<string, string> Tags = new() { ["linux"] = "Linux", ["win"] = "Windows", ["osx"] = "MacOS" };

    /// <summary>A manifest's text for one version and one platform.</summary>
    /// <param name="manifest">The text of a .psd1 file.</param>
    /// <param name="version">The version; what stands behind a dash, such as preview1, makes it a prerelease.</param>
    /// <param name="runtime">The platform, which becomes the only one among the tags.</param>
    /// <param name="notes">The release notes.</param>
    /// <exception cref="BuildException">
    /// The manifest does not give one of these exactly once, or the prerelease has another character than letters and digits.
    /// </exception>
    public static string Stamp(string manifest, string version, string runtime, string notes)
    {
        string[] parts = version.Split('-', 2);
        if (parts.Length == 2 && !PrereleaseName().IsMatch(parts[1]))
            throw new BuildException($"'{parts[1]}' cannot name a prerelease of a module: letters and digits only");
        manifest = Set(manifest, "ModuleVersion", parts[0]);
        manifest = Set(manifest, "ReleaseNotes", notes);
        manifest = parts.Length == 2 ? Set(manifest, "Prerelease", parts[1]) : Replace(manifest, "Prerelease", _ => "");
        string[] others = [.. Tags.Where(tag => tag.Key != runtime.Split('-')[0]).Select(tag => tag.Value)];
        foreach (string tag in others)
        {
            var found = Regex.Matches(manifest, $@",[ \t]*'{tag}'");
            manifest = found.Count == 1
                ? manifest.Remove(found[0].Index, found[0].Length)
                : throw new BuildException($"the manifest has the tag '{tag}' behind a comma {found.Count} times, and it has to have it once");
        }
        return manifest;
    }

    /// <summary>The part of a changelog that is about one version.</summary>
    /// <param name="changelog">Markdown with a heading of the second level for each version.</param>
    /// <param name="version">The version; a prerelease has the part of what it leads to.</param>
    /// <exception cref="BuildException">There is no such part.</exception>
    public static string ReleaseNotes(string changelog, string version)
    {
        string name = Regex.Escape(version.Split('-', 2)[0]);
        var found = Regex.Match(changelog, $@"^## {name}(\s[^\n]*)?\n(?<notes>.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline);
        return found.Groups["notes"].Value.ReplaceLineEndings("\n").Trim() is { Length: > 0 } notes
            ? notes
            : throw new BuildException($"CHANGELOG.md says nothing about version {version}");
    }

    private static string Set(string manifest, string key, string value)
        => Replace(manifest, key, entry => $"{entry.Groups["key"].Value}'{value.Replace("'", "''", StringComparison.Ordinal)}'{entry.Groups["end"].Value}");

    private static string Replace(string manifest, string key, MatchEvaluator replacement)
    {
        var entry = new Regex(
            $@"^(?<key>[ \t]*{key}[ \t]*=[ \t]*)'[^'\r\n]*'(?<end>[ \t]*\r?(\n|\z))", RegexOptions.Multiline | RegexOptions.IgnoreCase);
        int count = entry.Count(manifest);
        return count == 1
            ? entry.Replace(manifest, replacement)
            : throw new BuildException($"the manifest has {count} lines {key} = '...', and it has to have one");
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*$")]
    private static partial Regex PrereleaseName();
}
