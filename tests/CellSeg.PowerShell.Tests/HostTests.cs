using System.Diagnostics;
using System.Globalization;

namespace CellSeg.Tests;

public sealed class HostTests
{
    [Fact]
    public void A_script_ends_with_zero() => Assert.Equal(["done"], Staged.Script("'done'").Succeeded().Lines);

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("function f { exit 4 }; f; 'not reached'", 4)]
    [InlineData("exit", 0)]
    [InlineData("throw 'no'", 1)]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-Module -Foo", 1)]
    [InlineData("1 +", 1)]
    public void A_script_chooses_the_exit_code(string script, int expected)
    {
        var result = Staged.Script(script);

        Assert.Equal(expected, result.ExitCode);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_record_of_an_error_does_not_end_the_script()
    {
        var result = Staged.Script("Get-Module -Foo; 'on'");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["on"], result.Lines);
        Assert.Contains("Foo", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("exit 5", 5)]
    [InlineData("1 / 0", 1)]
    [InlineData("1 / 0; 'fine' # the last one counts", 0)]
    public void Commands_end_like_their_last_one(string text, int expected) => Assert.Equal(expected, Staged.Command(text).ExitCode);

    [Fact]
    public void The_end_of_another_program_is_not_the_end_of_the_script()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is a shell on Linux.");

        var result = Staged.Script("sh -c 'exit 7'; \"code $LASTEXITCODE\"").Succeeded();

        Assert.Equal(["code 7"], result.Lines);
    }

    [Fact]
    public void A_script_called_by_a_script_keeps_its_exit_to_itself()
    {
        using var folder = new TemporaryFolder();
        string inner = Path.Combine(folder.Path, "inner.ps1");
        File.WriteAllText(inner, "exit 9");

        var result = Staged.Script("param($Inner) & $Inner; \"code $LASTEXITCODE\"", inner).Succeeded();

        Assert.Equal(["code 9"], result.Lines);
    }

    [Fact]
    public void Arguments_are_bound_by_name_and_by_position()
    {
        var result = Staged.Script(
            """
            param([string] $First, [int] $Count = 1, [switch] $Fast, [switch] $Slow, [string] $Second)
            "$First|$Count|$Fast|$Slow|$Second"
            """,
            "one two", "-Count", "3", "-Fast", "-Slow:$false", "-Second:ü").Succeeded();

        Assert.Equal(["one two|3|True|False|ü"], result.Lines);
    }

    [Fact]
    public void Other_arguments_reach_a_script_without_parameters()
        => Assert.Equal(["2", "-1"], Staged.Script("$args.Count; $args[1]", "a", "-1").Succeeded().Lines);

    [Fact]
    public void A_wrong_argument_is_an_error()
    {
        var result = Staged.Script("[CmdletBinding()] param([int] $Count) 'ran'", "-Count", "many");

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("Count", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_knows_its_folder()
    {
        var lines = Staged.Script("$PSScriptRoot; $PSCommandPath; $MyInvocation.MyCommand.Name").Succeeded().Lines;

        Assert.StartsWith("cellseg-test-", Path.GetFileName(lines[0]), StringComparison.Ordinal);
        Assert.Equal(Path.Combine(lines[0], "script.ps1"), lines[1]);
        Assert.Equal("script.ps1", lines[2]);
    }

    [Fact]
    public void Warnings_and_errors_go_to_standard_error()
    {
        var result = Staged.Script("""
            function Test-Streams {
                [CmdletBinding()] param()
                $PSCmdlet.WriteWarning('careful')
                $PSCmdlet.WriteVerbose('in detail')
                $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new(
                    [System.IO.InvalidDataException]::new('a.png: no image'), 'NoImage', 'InvalidData', $null))
                'result'
            }
            Test-Streams -Verbose
            """);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["result"], result.Lines);
        Assert.Equal(
            ["WARNING: careful", "VERBOSE: in detail", "Test-Streams: a.png: no image", "    (script.ps1:9; InvalidData; NoImage,Test-Streams)"],
            result.Error.TrimEnd().Split(Environment.NewLine));
    }

    [Fact]
    public void Nothing_of_the_terminal_is_in_redirected_output()
    {
        var result = Staged.Command("""
            $record = [System.Management.Automation.ProgressRecord]::new(1, 'Working', 'hard')
            $Host.UI.WriteProgress(1, $record)
            [pscustomobject]@{ Name = 'é'; Text = 'x' * 90 }
            """).Succeeded();

        Assert.DoesNotContain('\e', result.Output);
        Assert.Equal(["Name Text", "---- ----", "é    " + new string('x', 90)], result.Lines);
    }

    [Theory]
    [InlineData("missing.ps1", "missing.ps1")]
    [InlineData("-Unknown", "-Unknown")]
    [InlineData("-Command", "-Command")]
    public void A_wrong_command_line_says_why(string argument, string named)
    {
        var result = Staged.Run(argument);

        Assert.Equal(64, result.ExitCode);
        Assert.Contains(named, result.Error.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("Usage:", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#Requires -Version 99", "PowerShell 99")]
    [InlineData("#Requires -PSEdition Desktop", "edition Desktop")]
    [InlineData("#Requires -Modules NoSuchModule", "NoSuchModule")]
    [InlineData("#Requires -Modules @{ ModuleName = 'CellSeg'; ModuleVersion = '99.0' }", "CellSeg")]
    public void A_script_that_requires_what_is_not_here_does_not_run(string requirement, string named)
    {
        var result = Staged.Script($"{requirement}\n'ran'");

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("script.ps1 cannot run", result.Error, StringComparison.Ordinal);
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_that_a_script_requires_is_imported()
        => Assert.Equal(["CellSeg"], Staged.Script("#Requires -Version 7.0 -PSEdition Core -Modules CellSeg\nGet-Module | ForEach-Object Name").Succeeded().Lines);

    [Fact]
    public void Information_is_silent_unless_it_is_wanted()
    {
        var result = Staged.Script("""
            function Test-Information {
                [CmdletBinding()] param()
                $PSCmdlet.WriteInformation('told', @('tag'))
            }
            Test-Information
            'between'
            Test-Information -InformationAction Continue
            """).Succeeded();

        Assert.Equal(["between", "told"], result.Lines);
    }

    [Fact]
    public async Task An_interrupt_stops_the_pipeline()
    {
        SkipWithoutInterrupts();
        using var home = new TemporaryFolder();
        string trace = Path.Combine(home.Path, "trace");
        using var process = Staged.Start(
            ["-Command", $"try {{ 'started'; while ($true) {{ [System.Threading.Thread]::Sleep(20) }} }} finally {{ [System.IO.File]::WriteAllText('{trace}', 'x') }}"],
            home);
        Assert.Equal("started", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        await Interrupt(process);

        Assert.Equal(130, process.ExitCode);
        Assert.True(File.Exists(trace));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.8)]
    [InlineData(0.9)]
    [InlineData(1)]
    public async Task An_interrupt_ends_the_process_at_any_moment(double moment)
    {
        SkipWithoutInterrupts();
        using var home = new TemporaryFolder();
        // What a run takes here before its first command decides when the moments are.
        var start = Stopwatch.StartNew();
        Staged.Command("exit 0");
        start.Stop();
        using var process = Staged.Start(["-Command", "while ($true) { [System.Threading.Thread]::Sleep(20) }"], home);
        await Task.Delay(start.Elapsed * moment, TestContext.Current.CancellationToken);

        await Interrupt(process);

        Assert.Equal(130, process.ExitCode);
    }

    [Fact]
    public async Task An_interrupt_ends_a_training_with_its_model_saved()
    {
        SkipWithoutInterrupts();
        using var home = new TemporaryFolder();
        string model = Path.Combine(home.Path, "model");
        using var process = Staged.Start(
            ["-Command", $"New-SimulatedCellDataset 2 -Width 64 -Height 64 -CellCount 3 | Split-CellDataset -TestFraction 0 | Start-ModelTraining (New-SegmentationModel) -Epochs 100000 -BatchSize 1 -CropSize 64 -CheckpointPath '{model}' -InformationAction Continue; 'on'"],
            home);
        Assert.Contains("Epoch", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        await Interrupt(process);

        Assert.Equal(130, process.ExitCode);
        Assert.DoesNotContain("on", (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split(Environment.NewLine));
        Assert.True(File.Exists(Path.Combine(model, "model.json")));
    }

    private static async Task Interrupt(Process process)
    {
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        // Far longer than it takes, for machines on which others have the say.
        bool ended = process.WaitForExit(TimeSpan.FromMinutes(2));
        if (!ended)
            process.Kill(entireProcessTree: true);
        Assert.True(ended, "The process did not end.");
    }

    private static void SkipWithoutInterrupts()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        Assert.SkipWhen(IgnoresInterrupts(), "This run was started with interrupts ignored, as shells start background jobs, and so is every program that it starts.");
    }

    /// <summary>Whether SIGINT (bit 1 of the mask) is ignored, which programs inherit.</summary>
    private static bool IgnoresInterrupts()
        => File.Exists("/proc/self/status")
            && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
            && (ulong.Parse(line["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2) != 0;
}
