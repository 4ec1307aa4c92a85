using System.Globalization;
using CellSeg.Build;

namespace CellSeg.Tests;

public sealed class ModuleImportTests
{
    private static readonly string[] HeavyNames = ["libtorch", "torch_cpu", "LibTorchSharp", "libvips"];

    [Fact]
    public void The_module_is_found_by_its_name_and_has_the_version_of_the_build()
    {
        var result = Staged.Command("Import-Module CellSeg; $m = Get-Module CellSeg; \"$($m.Version)\"; $m.ModuleBase").Succeeded();

        Assert.Equal([Repository.Version(), Staged.ModuleFolder], result.Lines);
    }

    [Fact]
    public void Every_cmdlet_of_the_manifest_is_there()
    {
        var result = Staged.Script("""
            param($Manifest)
            Import-Module CellSeg
            # The manifest is data: read without running it.
            $ast = [System.Management.Automation.Language.Parser]::ParseFile($Manifest, [ref]$null, [ref]$null)
            $table = $ast.Find({ $args[0] -is [System.Management.Automation.Language.HashtableAst] }, $true).SafeGetValue()
            $have = (Get-Module CellSeg).ExportedCmdlets.Keys
            foreach ($name in $table.CmdletsToExport) { if ($have -notcontains $name) { $name } }
            """, Path.Combine(Staged.ModuleFolder, "CellSeg.psd1")).Succeeded();

        Assert.Empty(result.Lines);
    }

    [Fact]
    public void Import_and_listing_the_commands_load_nothing_heavy()
    {
        var result = Staged.Command("""
            Import-Module CellSeg
            $null = Get-Command -Module CellSeg
            $null = TabExpansion2 'New-SegmentationModel -Schema ' -cursorColumn 30
            [System.AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name }
            if ($IsLinux) { [System.IO.File]::ReadAllText('/proc/self/maps') }
            """).Succeeded();

        Assert.Contains("CellSeg.PowerShell", result.Lines);
        Assert.DoesNotContain("TorchSharp", result.Lines);
        Assert.DoesNotContain(result.Lines, line => HeavyNames.Any(name => line.Contains(name, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void The_cmdlets_survive_a_forced_import()
    {
        var result = Staged.Command("""
            Import-Module CellSeg; (Get-Module CellSeg).ExportedCmdlets.Count
            foreach ($i in 1..3) { Import-Module CellSeg -Force; (Get-Module CellSeg).ExportedCmdlets.Count }
            (New-SimulatedCellDataset -MovieCount 1 -Width 64 -Height 64 -CellCount 2 -Seed 1).GetType().Name
            """).Succeeded();

        Assert.NotEqual("0", result.Lines[0]);
        Assert.Single(result.Lines.Take(4).Distinct());
        Assert.Equal("CellDataset", result.Lines[4]);
    }

    [Fact]
    public void The_first_cmdlet_imports_the_module()
    {
        var result = Staged.Command("(New-SimulatedCellDataset -MovieCount 1 -Width 64 -Height 64 -CellCount 2 -Seed 1).GetType().Name").Succeeded();

        Assert.Equal(["CellDataset"], result.Lines);
    }

    [Fact]
    public void Import_is_quick()
    {
        var result = Staged.Command("""
            $process = [System.Diagnostics.Process]::GetCurrentProcess()
            $before = $process.TotalProcessorTime
            Import-Module CellSeg
            $process.Refresh()
            [int]($process.TotalProcessorTime - $before).TotalMilliseconds
            """).Succeeded();

        // The time of the processor, because a test must not fail for what else a machine does. The goal is 400 ms;
        // the compiler threads of the runtime count here too, and caches may be cold.
        Assert.InRange(int.Parse(result.Lines[0], CultureInfo.InvariantCulture), 0, 1200);
    }

    [Fact]
    public void A_model_is_made_with_the_staged_libraries_alone()
    {
        var result = Staged.Command("(New-SegmentationModel -Schema Watershed -Backbone MobileNetV2).ParameterCount -gt 1000000").Succeeded();

        Assert.Equal(["True"], result.Lines);
    }
}
