using System.Globalization;

namespace CellSeg.Build;

/// <summary>Builds the module and the host of one platform into the folders that they are used from.</summary>
public static class Staging
{
    private const string VersionPlaceholder = "ModuleVersion          = '0.0.0'";

    /// <summary>Stages module and host of a platform.</summary>
    /// <param name="runtime">The platform.</param>
    /// <param name="configuration">Release or Debug.</param>
    /// <param name="travels">True when it is staged for other machines than this one.</param>
    public static void Stage(string runtime, string configuration, bool travels = false)
    {
        StageModule(runtime, configuration);
        // An adapted library loads with every newer C++ library too; so where it will run is only asked when it is here.
        if (runtime == LibTorchSharpAdaptation.Runtime
            && (travels || runtime != Repository.OwnRuntime || LibTorchSharpAdaptation.IsNeededHere()))
            LibTorchSharpAdaptation.Adapt(Path.Combine(Repository.ModuleOf(runtime), "bin", LibTorchSharpAdaptation.FileName));
        StageHost(runtime, configuration);
        Console.WriteLine($"Staged CellSeg {Repository.Version()} for {runtime}:");
        PrintSize("module", Repository.ModuleOf(runtime));
        PrintSize("host", Repository.HostOf(runtime));
    }

    private static void StageModule(string runtime, string configuration)
    {
        string module = Repository.ModuleOf(runtime);
        // Left over files of an earlier build would be loaded as if they belonged to this one.
        Clear(module);
        string bin = Path.Combine(module, "bin");
        // NativeRuntime chooses the one libtorch and the one libvips that are downloaded.
        Publish("CellSeg.PowerShell", runtime, configuration, bin, selfContained: false, $"-p:NativeRuntime={runtime}");
        RemoveUnneeded(bin);

        string source = Repository.At("module");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(module, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
        StampVersion(Path.Combine(module, "CellSeg.psd1"));
    }

    private static void StageHost(string runtime, string configuration)
    {
        string host = Repository.HostOf(runtime);
        Clear(host);
        // Here the SDK brings the runtime; a machine that the module is carried to may have none.
        Publish("CellSeg.Host", runtime, configuration, host, selfContained: runtime != Repository.OwnRuntime);
        RemoveUnneeded(host);
        // The manifest of the build that made the engine's package, which copies it beside every program.
        File.Delete(Path.Combine(host, "build.manifest"));
        File.Delete(Path.Combine(host, "build.manifest.sig"));
    }

    private static void Publish(
        string project, string runtime, string configuration, string output, bool selfContained, params string[] more)
        => Tool.Run("dotnet", [
            "publish", Repository.At("src", project), "--nologo", "--verbosity", "quiet",
            "--configuration", configuration, "--runtime", runtime,
            "--self-contained", selfContained ? "true" : "false", "--output", output, .. more]);

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

    private static void PrintSize(string what, string folder)
    {
        var files = new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories);
        string size = (files.Sum(file => file.Length) / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
        Console.WriteLine($"  {what,-7}{size,7} MB in {files.Length} files  {Path.GetRelativePath(Repository.Root, folder)}");
    }
}
