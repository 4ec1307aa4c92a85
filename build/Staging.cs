using System.Globalization;
using System.Text.RegularExpressions;
using CellSeg.Build.Help;
using CellSeg.Build.LibTorch;

namespace CellSeg.Build;

/// <summary>Builds the module of one platform into the folder that it is used from.</summary>
public static partial class Staging
{
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
        // NativeRuntime chooses the one libtorch and the one libvips that are downloaded. What is compiled ahead need not be
        // compiled while the first images are waited for.
        Tool.Run("dotnet", [
            "publish", Repository.At("src", "CellSeg.PowerShell"), "--nologo", "--verbosity", "quiet",
            "--configuration", configuration, "--runtime", runtime, "--self-contained", "false", "--output", bin,
            $"-p:NativeRuntime={runtime}", "-p:PublishReadyToRun=true"]);
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
        string manifest = Path.Combine(module, "CellSeg.psd1");
        File.WriteAllText(manifest, StampVersion(File.ReadAllText(manifest), Repository.Version()));
        ModuleHelp.Read(runtime, configuration).Write(module);
        Report(runtime, module);
    }

    /// <summary>A manifest's text with another version of the module.</summary>
    /// <param name="manifest">The text of a .psd1 file.</param>
    /// <param name="version">The version.</param>
    /// <exception cref="BuildException">The text does not give a version exactly once.</exception>
    public static string StampVersion(string manifest, string version)
    {
        var found = VersionEntry().Matches(manifest);
        return found.Count == 1
            ? VersionEntry().Replace(manifest, $"${{key}}'{version}'")
            : throw new BuildException($"the manifest has {found.Count} lines ModuleVersion = '...', and it has to have one");
    }

    [GeneratedRegex(@"(?<key>^[ \t]*ModuleVersion[ \t]*=[ \t]*)'[^'\r\n]*'", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex VersionEntry();

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
