namespace CellSeg.Build.Testing;

/// <summary>Runs every test there is against what has been staged, and sums up.</summary>
/// <param name="configuration">The configuration of the test projects.</param>
public sealed class TestRun(string configuration)
{
    private readonly string _results = Path.Combine(Repository.Artifacts, "test");

    public int Run()
    {
        if (Directory.Exists(_results))
            Directory.Delete(_results, recursive: true);
        Directory.CreateDirectory(_results);

        var tally = RunProject("CellSeg.Core.Tests") + RunProject("CellSeg.Build.Tests") + RunPester() + new WineRun(configuration).Test();
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
}
