namespace CellSeg.Build;

/// <summary>Runs every test there is against what has been staged, and sums up.</summary>
/// <param name="configuration">The configuration of the test projects.</param>
public sealed class TestRun(string configuration)
{
    private static readonly TimeSpan WineLimit = TimeSpan.FromMinutes(6);

    private readonly string _results = Path.Combine(Repository.Artifacts, "test");

    public int Run()
    {
        if (Directory.Exists(_results))
            Directory.Delete(_results, recursive: true);
        Directory.CreateDirectory(_results);

        var tally = RunProject("CellSeg.Core.Tests") + RunProject("CellSeg.Build.Tests") + RunPester() + RunWine();
        Console.WriteLine(tally);
        return tally.ExitCode;
    }

    private TestTally RunProject(string name)
    {
        string file = Path.Combine(_results, name + ".trx");
        int code = Tool.TryRun("dotnet", [
            "test", Repository.At("tests", name), "--nologo", "--verbosity", "quiet", "--configuration", configuration,
            "--logger", $"trx;LogFileName={file}", "--logger", "console;verbosity=minimal"]);
        return TestTally.FromTrx(file, code);
    }

    /// <summary>The module in PowerShell, as if this machine had nothing else.</summary>
    private TestTally RunPester()
    {
        string file = Path.Combine(_results, "pester.txt");
        string home = Path.Combine(_results, "home");
        Directory.CreateDirectory(home);
        try
        {
            int code = PowerShellTool.Find().Run(
                [
                    "-NoProfile", "-NonInteractive", "-File", Repository.At("tests", "Pester", "run.ps1"),
                    "-PesterPath", RestorePester(), "-CountPath", file],
                new Dictionary<string, string?>
                {
                    // What is not staged must not be found in the cache of packages that this machine happens to have.
                    ["NUGET_PACKAGES"] = Path.Combine(_results, "no-packages"),
                    ["CELLSEG_LIBTORCH"] = null,
                    ["HOME"] = home,
                    ["USERPROFILE"] = home,
                });
            return TestTally.FromCounts(file, code);
        }
        catch (BuildException e)
        {
            Console.Error.WriteLine($"Pester: {e.Message}");
            return new TestTally(0, 1, 0);
        }
    }

    /// <summary>Gets the test framework, and gives the path of its manifest.</summary>
    private static string RestorePester()
    {
        string packages = Path.Combine(Repository.Artifacts, "packages");
        string manifest = Path.Combine(packages, "pester", Repository.PesterVersion(), "tools", "Pester.psd1");
        if (!File.Exists(manifest))
            Tool.Run("dotnet", "restore", Repository.At("tests", "Pester"), "--packages", packages, "--verbosity", "quiet");
        return manifest;
    }

    /// <summary>A training at its smallest, with the Windows module and the smallest of hosts under Wine.</summary>
    private TestTally RunWine()
    {
        if (!OperatingSystem.IsLinux() || !Tool.Exists("wine"))
            return Skip("the Windows module under Wine, because there is no wine");
        // Some are installed behind a wall and see a part of the file system only.
        if (!WineSees(Repository.At("examples", "07-train-on-simulated-cells.ps1")))
            return Skip($"the Windows module under Wine, because this wine does not see {Repository.Root}");
        const string windows = "win-x64";
        string output = Path.Combine(_results, "wine");
        try
        {
            Staging.Stage(windows, configuration);
            // Windows' own pwsh does not start under Wine.
            string host = Path.Combine(_results, "engine-host");
            Tool.Run("dotnet", [
                "publish", Repository.At("tests", "CellSeg.EngineHost"), "--nologo", "--verbosity", "quiet",
                "--configuration", configuration, "--runtime", windows, "--self-contained", "true", "--output", host]);
            // Where the example does not find the module of this machine beside it, it takes that of the module path.
            string example = Path.Combine(host, "train.ps1");
            File.Copy(Repository.At("examples", "07-train-on-simulated-cells.ps1"), example);
            int code = Tool.TryRun("wine", [
                Path.Combine(host, "CellSeg.EngineHost.exe"), WindowsPath(example),
                "-MovieCount", "5", "-Size", "64", "-CropSize", "64", "-CellCount", "3", "-Epochs", "1",
                "-DestinationPath", WindowsPath(output)],
                WineEnvironment(
                    ("PSModulePath", WindowsPath(Path.GetDirectoryName(Repository.ModuleOf(windows))!)),
                    ("NUGET_PACKAGES", Path.Combine(_results, "no-packages")),
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
            string[] question = ["cmd", "/c", "if", "exist", WindowsPath(path), "exit", $"{yes}"];
            return Tool.TryRun("wine", question, WineEnvironment(), TimeSpan.FromMinutes(2)) == yes;
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
