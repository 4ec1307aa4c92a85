using CellSeg.Build.Help;
using CellSeg.Build.LibTorch;
using CellSeg.Build.Packaging;
using CellSeg.Build.Testing;

namespace CellSeg.Build;

internal static class Program
{
    private static int Main(string[] args)
    {
        // Standard output and that of the programs started here share one log; the order must be right.
        Console.SetOut(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        try
        {
            return Run(BuildOptions.Parse(args));
        }
        catch (BuildException e)
        {
            Console.Error.WriteLine($"build: {e.Message}");
            return 1;
        }
    }

    private static int Run(BuildOptions options)
    {
        if (options.Command == "help")
        {
            Console.WriteLine(BuildOptions.Usage);
            return 0;
        }
        if (options.Command == "adapt")
        {
            foreach (string file in LibTorchSharpAdaptation.IsNeededHere() ? options.Rest : [])
                LibTorchSharpAdaptation.Adapt(file);
            return 0;
        }
        bool isMade = options.Command is "build" or "package";
        if (!isMade && options.Runtimes.Any(runtime => runtime != Repository.OwnRuntime))
            throw new BuildException($"{options.Command} runs on this machine; --runtime is for build and package");
        if (!isMade && options.Backend != TorchBackend.Cpu)
            throw new BuildException($"{options.Command} uses the processor; --backend is for build and package");
        if (options.Command == "shell" && Shell.IsReady)
            return Shell.Run(options.Rest);
        if (options.Command == "benchmark")
        {
            return Tool.TryRun("dotnet", [
                "run", "--project", Repository.At("benchmarks", "CellSeg.Benchmarks"), "--configuration", "Release",
                "--", .. options.Rest]);
        }

        if (options.Command == "lock")
        {
            Locks.Write();
            return 0;
        }
        if (options.Command == "wine")
            return new WineRun(options.Configuration).Run();

        foreach (string runtime in options.Runtimes)
        {
            Staging.Stage(runtime, options.Configuration, options.Backend, travels: options.Command == "package");
            if (options.Command == "package")
                Package.Write(runtime, options.Backend);
        }
        switch (options.Command)
        {
            case "build" when options.Runtimes.Contains(Repository.OwnRuntime):
                PowerShellTool.Find();
                break;
            case "shell":
                return Shell.Run(options.Rest);
            case "demo":
                return PowerShellTool.Find().Run(["-NoProfile", "-File", Repository.At("examples", "00-demo.ps1"), .. options.Rest]);
            case "test":
                return new TestRun(options.Configuration).Run();
            case "pages":
                foreach (string page in ModuleHelp.Read(options.Runtime ?? Repository.OwnRuntime, options.Configuration).Refresh())
                    Console.WriteLine($"Refreshed {page}");
                break;
        }
        return 0;
    }
}
