using CellSeg.Build.Help;
using CellSeg.Build.LibTorch;

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
        if (options.Command != "build" && options.Command != "package" && options.Runtime != Repository.OwnRuntime)
            throw new BuildException($"{options.Command} runs on this machine; --runtime is for build and package");
        if (options.Command == "shell" && Shell.IsReady)
            return Shell.Run(options.Rest);
        if (options.Command == "benchmark")
        {
            return Tool.TryRun("dotnet", [
                "run", "--project", Repository.At("benchmarks", "CellSeg.Benchmarks"), "--configuration", "Release",
                "--", .. options.Rest]);
        }

        Staging.Stage(options.Runtime, options.Configuration, travels: options.Command == "package");
        switch (options.Command)
        {
            case "build" when options.Runtime == Repository.OwnRuntime:
                PowerShellTool.Find();
                break;
            case "shell":
                return Shell.Run(options.Rest);
            case "demo":
                return PowerShellTool.Find().Run(["-NoProfile", "-File", Repository.At("examples", "00-demo.ps1"), .. options.Rest]);
            case "test":
                return new TestRun(options.Configuration).Run();
            case "pages":
                foreach (string page in ModuleHelp.Read(options.Runtime, options.Configuration).Refresh())
                    Console.WriteLine($"Refreshed {page}");
                break;
            case "package":
                Package.Write(options.Runtime);
                break;
        }
        return 0;
    }
}
