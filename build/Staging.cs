using CellSeg.Build.LibTorch;
using System.Globalization;

namespace CellSeg.Build;

/// <summary>Builds the module of one platform into the folder that it is used from.</summary>
public static class Staging
{
    private const string VersionPlaceholder = "ModuleVersion          = '0.0.0'";

    /// <summary>Stages the module of a platform.</summary>
    /// <param name="runtime">The platform.</param>
    /// <param name="configuration">Release or Debug.</param>
    /// <param name="travels">True when it is staged for other machines than this one.</param>
    public static void Stage(string runtime, string configuration, bool travels = false)
    {
        string module = Repository.ModuleOf(runtime);
        // Left over files of an earlier build would be loaded as if they belonged to this one.
        Clear(module);
        string bin = Path.Combine(module, "bin");
        // NativeRuntime chooses the one libtorch and the one libvips that are downloaded.
        Tool.Run("dotnet", [
            "publish", Repository.At("src", "CellSeg.PowerShell"), "--nologo", "--verbosity", "quiet", "--configuration", configuration,
            "--runtime", runtime, "--self-contained", "false", "--output", bin, $"-p:NativeRuntime={runtime}"]);
        RemoveUnneeded(bin);
        // An adapted library loads with every newer C++ library too; so where it will run is only asked when it is here.
        if (runtime == LibTorchSharpAdaptation.Runtime
            && (travels || runtime != Repository.OwnRuntime || LibTorchSharpAdaptation.IsNeededHere()))
            LibTorchSharpAdaptation.Adapt(Path.Combine(bin, LibTorchSharpAdaptation.FileName));

        string source = Repository.At("module");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(module, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
        StampVersion(Path.Combine(module, "CellSeg.psd1"));
        Report(runtime, module);
    }

    /// <summary>Removes documentation for compilers, and symbols of code that is not ours.</summary>
    private static void RemoveUnneeded(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            string name = Path.GetFileName(file);
            bool own = name.StartsWith("CellSeg.", StringComparison.OrdinalIgnoreCase);
            bool documentation = name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
                && File.Exists(Path.ChangeExtension(file, ".dll"));
            bool symbols = !own && name.EndsWith(".pdb", StringComparison.OrdinalIgnoreCase);
            if (documentation || symbols)
                File.Delete(file);
        }
    }

    private static void StampVersion(string manifest)
    {
        string text = File.ReadAllText(manifest);
        if (!text.Contains(VersionPlaceholder, StringComparison.Ordinal))
            throw new BuildException($"{manifest} lacks the line that takes the version: {VersionPlaceholder}");
        string stamped = VersionPlaceholder.Replace("0.0.0", Repository.Version(), StringComparison.Ordinal);
        File.WriteAllText(manifest, text.Replace(VersionPlaceholder, stamped, StringComparison.Ordinal));
    }

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
    }

    private static void Report(string runtime, string module)
    {
        var files = new DirectoryInfo(module).GetFiles("*", SearchOption.AllDirectories);
        string size = (files.Sum(file => file.Length) / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
        Console.WriteLine(
            $"Staged CellSeg {Repository.Version()} for {runtime}: {Path.GetRelativePath(Repository.Root, module)} "
            + $"({size} MB in {files.Length} files)");
    }
}
