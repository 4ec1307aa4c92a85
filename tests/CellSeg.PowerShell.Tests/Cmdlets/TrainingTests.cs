using System.Diagnostics;

namespace CellSeg.Tests.Cmdlets;

public sealed class TrainingTests : IDisposable
{
    /// <summary>Two frames to learn from, one to validate by, a checkpoint after each step.</summary>
    private const string KilledScript = """
        param($Folder)
        $split = New-SimulatedCellDataset 4 -Width 64 -Height 64 -CellCount 4 | Split-CellDataset -TestFraction 0.25 -ValidationFraction 0.25
        $model = New-SegmentationModel
        'started'
        $result = $split | Start-ModelTraining $model -Epochs 8 -BatchSize 2 -CropSize 32 -Device Cpu -CheckpointPath $Folder -CheckpointInterval 0 -Resume
        "$($result.History.Count) $($result.BestEpoch)"
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_training_that_is_killed_and_resumed_ends_with_the_weights_of_one_that_was_not()
    {
        string script = Path.Combine(_folder.Path, "train.ps1"), whole = Path.Combine(_folder.Path, "whole"), killed = Path.Combine(_folder.Path, "killed");
        File.WriteAllText(script, KilledScript);
        var clock = Stopwatch.StartNew();
        string[] expected = Staged.Run(script, whole).Succeeded().Lines;
        var moments = new Random(20);
        for (int kill = 0; kill < 3; kill++)
            await RunAndKill(script, killed, moments.NextDouble() * clock.Elapsed / 4);
        string[] lines = Staged.Run(script, killed).Succeeded().Lines;

        Assert.Equal(expected, lines);
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "weights.safetensors")), File.ReadAllBytes(Path.Combine(killed, "weights.safetensors")));
        Assert.Empty(Directory.GetFiles(killed, ".*"));
    }

    [Fact]
    public void A_second_training_replaces_the_first_only_by_force()
    {
        var result = Staged.Script("""
            param($Folder)
            $splits = 0, 1 | ForEach-Object { New-SimulatedCellDataset (3 + $_) -Width 64 -Height 64 -CellCount 4 | Split-CellDataset -TestFraction 0.3 }
            $model = New-SegmentationModel
            $options = @{ Epochs = 1; BatchSize = 2; CropSize = 32; CheckpointPath = "$Folder/model" }
            $splits | Start-ModelTraining $model @options -ErrorAction SilentlyContinue -ErrorVariable problems | ForEach-Object { $_.History.Count }
            $splits[1] | Start-ModelTraining $model @options -Resume -ErrorAction SilentlyContinue -ErrorVariable +problems
            $options.Epochs = 2
            ($splits[0] | Start-ModelTraining $model @options -Resume).History.Count
            $options.Epochs = 1
            ($splits[1] | Start-ModelTraining $model @options -Force).History.Count
            """ + Scripts.PrintErrors, _folder.Path);

        Assert.Equal(["1", "2", "1", "CheckpointExists|ResourceExists|model", "TrainingImpossible|InvalidData|checkpoint.safetensors"], result.Lines);
    }

    [Fact]
    public void Every_epoch_is_an_information_record()
    {
        var result = Staged.Script("""
            $split = New-SimulatedCellDataset 4 -Width 64 -Height 64 -CellCount 4 | Split-CellDataset -TestFraction 0.25 -ValidationFraction 0.25
            $result = $split | Start-ModelTraining (New-SegmentationModel) -Epochs 2 -BatchSize 2 -CropSize 32 -InformationVariable records
            $records | ForEach-Object { "$($_.Tags) $($_.MessageData.Epoch) $($null -ne $_.MessageData.ValidationF1)" }
            "$($records[1].MessageData)".Split(':')[0]
            "$($result.BestEpoch -in 1, 2) $($result.Device)"
            """).Succeeded();

        Assert.Equal(["Epoch 1 True", "Epoch 2 True", "Epoch 2", "True Cpu"], result.Lines);
    }

    [Fact]
    public void Presets_and_options_by_name_are_taken_and_checked()
    {
        var result = Staged.Script("""
            param($Folder)
            $split = New-SimulatedCellDataset 3 -Width 64 -Height 64 -CellCount 8 | Split-CellDataset -TestFraction 0.3
            $model = New-SegmentationModel -Preset Thesis
            $options = @{ MinimumObjects = 1; Schedule = 'Cosine'; Augmentation = @{ Flip = $false } }
            $result = $split | Start-ModelTraining $model -Preset Thesis -Epochs 1 -CropSize 32 -Option $options -CheckpointPath "$Folder/model" -CheckpointInterval 0
            # Two frames of 64 x 64 are eight tiles, and the preset's batches are of four.
            "$($result.History.Count) $($result.History[0].Steps -le 2)"
            foreach ($wrong in @{ ClipNorms = 1 }, @{ ClipNorm = 'much' }, @{ ClipNorm = -1 }, @{ CheckpointPath = 'x' }) {
                try { $split | Start-ModelTraining $model -Option $wrong } catch { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.TargetObject)" }
            }
            try { $split | Start-ModelTraining $model -Resume } catch { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.TargetObject)" }
            """, _folder.Path).Succeeded();

        Assert.Equal(
            ["1 True", "InvalidOption ClipNorms", "InvalidOption ClipNorm", "InvalidOption ClipNorm", "InvalidOption CheckpointPath", "InvalidOption Resume"],
            result.Lines);
    }

    [Fact]
    public void Every_option_of_a_training_can_be_set_by_its_name_and_its_type_is_checked()
    {
        var result = Staged.Script("""
            $model = New-SegmentationModel
            function Test-Option($Record, $Path) {
                foreach ($property in $Record.GetType().GetProperties()) {
                    if (-not $property.CanWrite -or $property.Name -in 'CheckpointPath', 'Resume') { continue }
                    $value = $property.GetValue($Record)
                    $names = @($Path) + $property.Name
                    if ($null -ne $value -and $value.GetType().GetMethod('<Clone>$')) { Test-Option $value $names; continue }
                    # Any text is true, so that a switch is turned over instead.
                    foreach ($wanted in $(if ($value -is [bool]) { -not $value } else { $value; 'no value' })) {
                        $table = $wanted
                        for ($i = $names.Count - 1; $i -ge 0; $i--) { $table = @{ $names[$i] = $table } }
                        # Options are checked before the data come, of which there are none.
                        $problem = try { @() | Start-ModelTraining $model -Option $table } catch { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.TargetObject)" }
                        $expected = if ($wanted -is [string] -and $wanted -eq 'no value') { "InvalidOption $($property.Name)" }
                        if ($problem -ne $expected) { "$($names -join '.') = $wanted gave '$problem'" }
                    }
                    $script:tested += 1
                }
            }
            Test-Option ([Activator]::CreateInstance($model.GetType().Assembly.GetType('CellSeg.Training.TrainingOptions'))) @()
            $script:tested -gt 50
            try { @() | Start-ModelTraining $model -Option @{ Losses = @{ Distance = 'SmoothL1' } } } catch { "$_" }
            @() | Start-ModelTraining $model -Option @{ AverageDecay = 0.99; BalanceImages = $true; WarpTargets = $true; Losses = @{ Distances = 'SmoothL1'; Classes = 'Dice'; Foreground = 'Focal' }; LossWeights = @{ Foreground = 0.01 } }
            """).Succeeded();

        Assert.Equal("True", result.Lines[0]);
        Assert.Contains("Distances", Assert.Single(result.Lines[1..]), StringComparison.Ordinal);
    }

    private static async Task RunAndKill(string script, string folder, TimeSpan delay)
    {
        using var home = new TemporaryFolder();
        using var process = Staged.Start([script, folder], home);
        Assert.Equal("started", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await Task.Delay(delay, TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
