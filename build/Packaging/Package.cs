using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;

namespace CellSeg.Build.Packaging;

/// <summary>Packs the module that has been staged, for a folder of <c>$env:PSModulePath</c>.</summary>
public static class Package
{
    /// <summary>The platforms that are packed where none is named.</summary>
    public static readonly string[] UsualRuntimes = ["linux-x64", "win-x64"];

    // Read and write for the owner, read for all, as Unix has it in the upper half.
    private const int PlainFile = 0x81a4 << 16;

    // The first time that a zip file can tell.
    private static readonly DateTimeOffset Earliest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a zip file of a platform's module and its SHA-256 sum.</summary>
    public static void Write(string runtime, TorchBackend backend)
    {
        string folder = Path.Combine(Repository.Artifacts, "package");
        Directory.CreateDirectory(folder);
        string flavour = backend == TorchBackend.Cpu ? "" : "-cuda";
        string file = Path.Combine(folder, $"CellSeg-{Repository.Version()}-{runtime}{flavour}.zip");
        Pack(Repository.ModuleOf(runtime), file, CommitTime());
    }

    /// <summary>Packs a folder under its own name, and writes the sum to FILE.sha256 as <c>sha256sum --check</c> reads it.</summary>
    /// <param name="source">The folder.</param>
    /// <param name="file">The zip file, which is replaced.</param>
    /// <param name="time">The time that every file of the archive has, so that the same files give the same bytes.</param>
    public static void Pack(string source, string file, DateTimeOffset time)
    {
        string parent = Path.GetDirectoryName(Path.GetFullPath(source))!;
        string[] names = [.. Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(parent, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
        File.Delete(file);
        using (var archive = ZipFile.Open(file, ZipArchiveMode.Create))
        {
            foreach (string name in names)
            {
                var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = time < Earliest ? Earliest : time.ToUniversalTime();
                entry.ExternalAttributes = PlainFile;
                using var content = File.OpenRead(Path.Combine(parent, name));
                using var target = entry.Open();
                content.CopyTo(target);
            }
        }
        using (var content = File.OpenRead(file))
            File.WriteAllText(file + ".sha256", $"{Convert.ToHexStringLower(SHA256.HashData(content))}  {Path.GetFileName(file)}\n");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Packed {Path.GetRelativePath(Repository.Root, file)} ({new FileInfo(file).Length / 1e6:0.0} MB)"));
    }

    /// <summary>When the source was committed; <c>SOURCE_DATE_EPOCH</c> says otherwise, and where there is no Git, 1980.</summary>
    private static DateTimeOffset CommitTime()
    {
        string? seconds = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH") ?? Tool.Read("git", "log", "-1", "--format=%ct")?.Trim();
        return long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? DateTimeOffset.FromUnixTimeSeconds(value)
            : Earliest;
    }
}
