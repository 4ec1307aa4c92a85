namespace CellSeg.Build.Testing;

/// <summary>
/// Runs the module for Windows in PowerShell for Windows under Wine: the scripts of <c>tests/Wine</c>. Where there is no Wine, all of it
/// counts as one skipped test.
/// </summary>
/// <param name="configuration">Release or Debug.</param>
public sealed class WineRun(string configuration)
{
    private const string Windows = "win-x64";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    private readonly string _results = Path.Combine(Repository.Artifacts, "test", "wine");

    private readonly string _shell = Path.Combine(Repository.Artifacts, Windows, "pwsh");

    /// <summary>Runs the tests, tells their counts, and gives the exit code.</summary>
    public int Run()
    {
        var tally = Test();
        Console.WriteLine(tally);
        return tally.ExitCode;
    }

    /// <summary>Runs the tests.</summary>
    public TestTally Test()
    {
        if (!OperatingSystem.IsLinux() || !Tool.Exists("wine") || !Tool.Exists("script"))
            return Skip("the Windows module under Wine, because there is no wine, or no script (of util-linux)");
        // Some are installed behind a wall and see a part of the file system only.
        if (!SeesRepository())
            return Skip($"the Windows module under Wine, because this wine does not see {Repository.Root}");
        try
        {
            Prepare();
            return RunScript("windows.ps1") + RunScript("no-runtime.ps1", ("WINEDLLOVERRIDES", "winedbg.exe=d;msvcp140=d"));
        }
        catch (BuildException e)
        {
            Console.Error.WriteLine($"Wine: {e.Message}");
            return new TestTally(0, 1, 0);
        }
    }

    private void Prepare()
    {
        if (Directory.Exists(_results))
            Directory.Delete(_results, recursive: true);
        Directory.CreateDirectory(_results);
        Staging.Stage(Windows, configuration);
        Tool.Run("dotnet", [
            "publish", Repository.At("tests", "CellSeg.Pwsh"), "--nologo", "--verbosity", "quiet", "--configuration", configuration,
            "--runtime", Windows, $"-p:NativeRuntime={Windows}", "--self-contained", "true", "--output", _shell]);
    }

    /// <summary>Runs one script in a process of its own.</summary>
    private TestTally RunScript(string name, params (string Name, string Value)[] variables)
    {
        string counts = Path.Combine(_results, Path.ChangeExtension(name, ".txt"));
        string[] command =
        [
            "wine", WindowsPath(Path.Combine(_shell, "pwsh.exe")), "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass",
            "-File", WindowsPath(Repository.At("tests", "Wine", name)), "-ModulePath", WindowsPath(Repository.ModuleOf(Windows)),
            "-WorkPath", WindowsPath(_results), "-CountPath", WindowsPath(counts),
        ];
        // PowerShell asks for a console, which Wine has at a terminal only: script makes one, and gives the exit code.
        int code = Tool.TryRun(
            "script",
            ["--quiet", "--return", "--command", string.Join(' ', command.Select(word => $"'{word}'")), "/dev/null"],
            Variables([
                ("POWERSHELL_TELEMETRY_OPTOUT", "1"),
                ("POWERSHELL_UPDATECHECK", "Off"),
                ("NO_COLOR", "1"),
                ("NUGET_PACKAGES", Path.Combine(_results, "no-packages")),
                // The OpenMP runtime of libtorch asks for processor groups that Wine does not have.
                ("KMP_AFFINITY", "disabled"),
                // The processor may have tile registers (AMX), which Linux gives only to programs that ask for them;
                // a Windows program does not ask, and ends with an illegal instruction.
                ("ONEDNN_MAX_CPU_ISA", "AVX2"),
                .. variables,
            ]),
            Limit);
        // What the terminal was last told is not part of the next line.
        Console.WriteLine();
        return TestTally.FromCounts(counts, code);
    }

    /// <summary>Asks Wine's own shell whether a file is there.</summary>
    private static bool SeesRepository()
    {
        const int yes = 42;
        try
        {
            string[] question = ["cmd", "/c", "if", "exist", WindowsPath(Repository.At("CellSeg.sln")), "exit", $"{yes}"];
            return Tool.TryRun("wine", question, Variables([]), TimeSpan.FromMinutes(2)) == yes;
        }
        catch (BuildException)
        {
            return false;
        }
    }

    private static Dictionary<string, string?> Variables((string Name, string Value)[] more)
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
