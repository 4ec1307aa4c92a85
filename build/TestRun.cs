using System.Globalization;

namespace CellSeg.Build;

/// <summary>Runs every test there is against what has been staged, and sums up.</summary>
/// <param name="configuration">The configuration of the test projects.</param>
public sealed class TestRun(string configuration)
{
    private static readonly TimeSpan WineLimit = TimeSpan.FromMinutes(6);

    private readonly string results = Path.Combine(Repository.Artifacts, "test");

    public int Run()
    {
        if (Directory.Exists(results))
            Directory.Delete(results, recursive: true);
        Directory.CreateDirectory(results);

        var tally = RunProject("CellSeg.Core.Tests") + RunProject("CellSeg.PowerShell.Tests") + RunPester() + RunWine();
        Console.WriteLine(tally);
        return tally.ExitCode;
    }

    private TestTally RunProject(string name)
    {
        string file = Path.Combine(results, name + ".trx");
        int code = Tool.TryRun("dotnet", [
            "test", Repository.At("tests", name), "--nologo", "--verbosity", "quiet", "--configuration", configuration,
            "--logger", $"trx;LogFileName={file}", "--logger", "console;verbosity=minimal"]);
        return TestTally.FromTrx(file, code);
    }

    private TestTally RunPester()
    {
        if (!Tool.Exists("pwsh"))
            return Skip("the Pester tests, because there is no pwsh");
        string file = Path.Combine(results, "pester.txt");
        int code = Tool.TryRun("pwsh", [
            "-NoProfile", "-NonInteractive", "-File", Repository.At("tests", "Pester", "run.ps1"), "-CountPath", file],
            // What is not staged must not be found in the cache of packages that this machine happens to have.
            new Dictionary<string, string?> { ["NUGET_PACKAGES"] = Path.Combine(results, "no-packages") });
        if (!File.Exists(file))
            return new TestTally(0, 1, 0);
        int[] counts = [.. File.ReadAllText(file).Split(' ').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        if (counts.Sum() == 0)
            return Skip("the Pester tests, because pwsh has no Pester 5");
        return new TestTally(counts[0], code != 0 && counts[1] == 0 ? 1 : counts[1], counts[2]);
    }

    /// <summary>The demo at its smallest, with the Windows module and host under Wine.</summary>
    private TestTally RunWine()
    {
        if (!OperatingSystem.IsLinux() || !Tool.Exists("wine"))
            return Skip("the Windows module under Wine, because there is no wine");
        // Some are installed behind a wall and see a part of the file system only.
        if (!WineSees(Repository.At("examples", "00-demo.ps1")))
            return Skip($"the Windows module under Wine, because this wine does not see {Repository.Root}");
        const string windows = "win-x64";
        string output = Path.Combine(results, "wine");
        try
        {
            Staging.Stage(windows, configuration);
            int code = Tool.TryRun("wine", [
                Repository.HostProgram(windows), WindowsPath(Repository.At("examples", "00-demo.ps1")),
                "-MovieCount", "5", "-Size", "64", "-CropSize", "64", "-CellCount", "3", "-Epochs", "1", "-DestinationPath", WindowsPath(output)],
                WineEnvironment(
                    ("NUGET_PACKAGES", Path.Combine(results, "no-packages")),
                    // The OpenMP runtime of libtorch asks for processor groups that Wine does not have.
                    ("KMP_AFFINITY", "disabled"),
                    // The processor may have tile registers (AMX), which Linux gives only to programs that ask for them;
                    // a Windows program does not ask, and ends with an illegal instruction.
                    ("ONEDNN_MAX_CPU_ISA", "AVX2")),
                WineLimit);
            int images = Directory.Exists(output) ? Directory.EnumerateFiles(output, "*.png", SearchOption.AllDirectories).Count() : 0;
            Console.WriteLine($"Wine: exit code {code}, {images} overlays");
            return code == 0 && images > 0 ? new TestTally(1, 0, 0) : new TestTally(0, 1, 0);
        }
        catch (BuildException e)
        {
            Console.Error.WriteLine($"Wine: {e.Message}");
            return new TestTally(0, 1, 0);
        }
    }

    /// <summary>Asks Wine's own shell whether a file is there.</summary>
    private static bool WineSees(string path)
    {
        const int yes = 42;
        try
        {
            return Tool.TryRun(
                "wine", ["cmd", "/c", "if", "exist", WindowsPath(path), "exit", $"{yes}"], WineEnvironment(), TimeSpan.FromMinutes(2)) == yes;
        }
        catch (BuildException)
        {
            return false;
        }
    }

    private static Dictionary<string, string?> WineEnvironment(params (string Name, string Value)[] more)
    {
        var variables = new Dictionary<string, string?>
        {
            ["WINEDEBUG"] = "-all",
            // A crash must end the run, not wait in a debugger.
            ["WINEDLLOVERRIDES"] = "winedbg.exe=d",
        };
        foreach (var (name, value) in more)
            variables[name] = value;
        return variables;
    }

    // Wine shows the whole file system as drive Z.
    private static string WindowsPath(string path) => "Z:" + path.Replace('/', '\\');

    private static TestTally Skip(string what)
    {
        Console.WriteLine($"Skipped: {what}");
        return new TestTally(0, 0, 1);
    }
}
