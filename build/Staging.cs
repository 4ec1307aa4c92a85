using System.Globalization;
using CellSeg.Build.Help;
using CellSeg.Build.LibTorch;
using CellSeg.Build.Packaging;

namespace CellSeg.Build;

/// <summary>Builds the module of one platform into the folder that it is used from.</summary>
public static class Staging
{
    /// <summary>Stages the module of a platform.</summary>
    /// <param name="runtime">The platform.</param>
    /// <param name="configuration">Release or Debug.</param>
    /// <param name="backend">Which libtorch it carries.</param>
    /// <param name="travels">
    /// True when it is staged for other machines than this one. Then only the very packages that are written down will do.
    /// </param>
    public static void Stage(string runtime, string configuration, TorchBackend backend = TorchBackend.Cpu, bool travels = false)
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
            $"-p:NativeRuntime={runtime}", $"-p:TorchBackend={backend.ToString().ToLowerInvariant()}", "-p:PublishReadyToRun=true",
            .. travels && backend == TorchBackend.Cpu ? (string[])["-p:RestoreLockedMode=true"] : []]);
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
        File.Copy(Repository.At("LICENSE"), Path.Combine(module, "LICENSE"));
        string manifest = Path.Combine(module, "CellSeg.psd1");
        string notes = ModuleManifest.ReleaseNotes(File.ReadAllText(Repository.At("CHANGELOG.md")), Repository.Version());
        File.WriteAllText(manifest, ModuleManifest.Stamp(File.ReadAllText(manifest), Repository.Version(), runtime, notes));
        // Notices and bill of materials tell of all files, those of the help too.
        ModuleHelp.Read(runtime, configuration).Write(module);
        var packages = ShippedPackages.Read(Repository.At("artifacts", "build", "obj", "CellSeg.PowerShell", "project.assets.json"), runtime, bin, backend);
        Notices.Write(module, packages, runtime);
        SoftwareBill.Write(module, packages, Repository.Version(), runtime);
        Report(runtime, module);
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
