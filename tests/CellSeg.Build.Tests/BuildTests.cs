using CellSeg.Build;
using CellSeg.Build.Testing;

namespace CellSeg.Tests;

public sealed class BuildTests
{
    [Fact]
    public void Without_arguments_this_machine_is_built_for()
    {
        var options = BuildOptions.Parse([]);

        Assert.Equal(("build", "Release", TorchBackend.Cpu), (options.Command, options.Configuration, options.Backend));
        Assert.Equal([Repository.OwnRuntime], options.Runtimes);
    }

    [Fact]
    public void Options_are_read()
    {
        var options = BuildOptions.Parse(["package", "--runtime", "win-x64", "--backend", "cuda", "--", "--runtime"]);

        Assert.Equal(("package", TorchBackend.Cuda), (options.Command, options.Backend));
        Assert.Equal(["win-x64"], options.Runtimes);
        Assert.Equal(["--runtime"], options.Rest);
    }

    [Fact]
    public void Linux_and_Windows_are_packed_for_where_no_platform_is_named()
        => Assert.Equal(["linux-x64", "win-x64"], BuildOptions.Parse(["package"]).Runtimes);

    [Theory]
    [InlineData("bild")]
    [InlineData("build", "--backend", "rocm")]
    [InlineData("--runtime")]
    [InlineData("--runtime", "amiga")]
    [InlineData("build", "extra")]
    public void What_is_not_known_is_refused(params string[] arguments)
        => Assert.Throws<BuildException>(() => BuildOptions.Parse(arguments));

    [Theory]
    [InlineData(0, 5, 0, 2, 0)]
    [InlineData(1, 5, 1, 2, 1)]
    public void Counts_are_read_from_the_results_of_a_run(int failed, int passed, int exitCode, int skipped, int expectedCode)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "a.trx");
        File.WriteAllText(
            file,
            "<TestRun xmlns='http://x'><ResultSummary>"
            + $"<Counters total='{failed + passed + skipped}' passed='{passed}' failed='{failed}'/>"
            + "</ResultSummary></TestRun>");

        var tally = TestTally.FromTrx(file, exitCode);

        Assert.Equal($"{passed} passed, {failed} failed, {skipped} skipped", tally.ToString());
        Assert.Equal(expectedCode, tally.ExitCode);
    }

    [Theory]
    [InlineData("5 0 2", 0, "5 passed, 0 failed, 2 skipped")]
    [InlineData("5 1 2", 1, "5 passed, 1 failed, 2 skipped")]
    [InlineData("5 0 2", 134, "5 passed, 1 failed, 2 skipped")]
    [InlineData("0 0 3", 0, "0 passed, 1 failed, 3 skipped")]
    public void Counts_of_Pester_are_read_and_a_run_that_crashed_or_ran_nothing_has_failed(string counts, int exitCode, string expected)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "pester.txt");
        File.WriteAllText(file, counts);

        Assert.Equal(expected, TestTally.FromCounts(file, exitCode).ToString());
        Assert.Equal(1, TestTally.FromCounts(file + ".missing", exitCode).Failed);
    }

    [Theory]
    [InlineData("PowerShell 7.6.9\n", true)]
    [InlineData("PowerShell 7.6.0\r\n", true)]
    [InlineData("PowerShell 8.0.1", true)]
    [InlineData("PowerShell 7.5.4", false)]
    [InlineData("PowerShell 7.6.0-preview.4", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_PowerShell_is_taken_from_7_6_on(string? text, bool expected) => Assert.Equal(expected, PowerShellTool.IsNewEnough(text));

    [Fact]
    public void What_stands_behind_two_dashes_is_the_shells_own()
    {
        var options = BuildOptions.Parse(["shell", "--", "-File", "a.ps1", "-Path", "x"]);

        Assert.Equal("shell", options.Command);
        Assert.Equal(["-File", "a.ps1", "-Path", "x"], options.Rest);
    }

    [Fact]
    public void A_run_that_broke_off_or_ran_nothing_has_failed()
    {
        Assert.Equal(1, TestTally.FromTrx("missing.trx", 0).Failed);
        Assert.Equal(1, new TestTally(0, 0, 3).ExitCode);
    }
}
