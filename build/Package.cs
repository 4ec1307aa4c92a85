using System.IO.Compression;
using System.Security.Cryptography;

namespace CellSeg.Build;

/// <summary>Packs the module that has been staged, for a folder of <c>$env:PSModulePath</c>.</summary>
public static class Package
{
    /// <summary>Writes a zip file of a platform's module and its SHA-256 sum.</summary>
    public static void Write(string runtime)
    {
        string folder = Path.Combine(Repository.Artifacts, "package");
        Directory.CreateDirectory(folder);
        Pack(Repository.ModuleOf(runtime), Path.Combine(folder, $"CellSeg-{Repository.Version()}-{runtime}.zip"));
    }

    /// <summary>Packs a folder under its own name, and writes the sum to FILE.sha256 as <c>sha256sum --check</c> reads it.</summary>
    public static void Pack(string source, string file)
    {
        File.Delete(file);
        ZipFile.CreateFromDirectory(source, file, CompressionLevel.Optimal, includeBaseDirectory: true);
        using (var content = File.OpenRead(file))
            File.WriteAllText(file + ".sha256", $"{Convert.ToHexStringLower(SHA256.HashData(content))}  {Path.GetFileName(file)}\n");
        Console.WriteLine($"Packed {Path.GetRelativePath(Repository.Root, file)} ({new FileInfo(file).Length / 1e6:0.0} MB)");
    }
}
