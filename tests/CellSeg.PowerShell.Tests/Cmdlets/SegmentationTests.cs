namespace CellSeg.Tests.Cmdlets;

public sealed class SegmentationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_pipeline_runs_from_simulated_cells_to_the_error()
    {
        var result = Staged.Script("""
            param($Folder)
            $model = New-SegmentationModel Watershed MobileNetV2 -Name tiny
            $result = New-SimulatedCellDataset 4 -Width 64 -Height 64 -CellCount 4 | Split-CellDataset -TestFraction 0.5 |
                Start-ModelTraining $model -Epochs 1 -BatchSize 1 -CropSize 64 -CheckpointPath "$Folder/model"
            "$($result.History.Count) $($null -eq $model.Training) $($result.Model.Training.MovieCount)"
            $found = $result | Invoke-CellSegmentation -DestinationPath "$Folder/out" -OutputFormat LabelTiff, Overlay
            ($found | Measure-SegmentationError -Total).ImageCount
            (Measure-SegmentationError "$Folder/out" "$Folder/out").ForEach({ $_.Missed })
            (Import-SegmentationModel "$Folder/model").Name
            """, _folder.Path).Succeeded();

        Assert.Equal(["1 True 2", "2", "0", "0", "tiny"], result.Lines);
        Assert.Equal(4, Directory.GetFiles(Path.Combine(_folder.Path, "out")).Length);
    }

    [Fact]
    public void One_bad_file_does_not_end_the_batch_and_no_result_is_replaced()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "other"));
        foreach (string name in new[] { "a.png", "b.png", "other/a.png" })
            Png.Write(Path.Combine(_folder.Path, name), 40, 40, (y, x) => (byte)(Bbbc038Folder.IsCell(0, y, x) ? 200 : 10));
        File.WriteAllText(Path.Combine(_folder.Path, "bad.png"), "no image");

        var result = Staged.Script("""
            param($Folder)
            $model = New-SegmentationModel
            $out = "$Folder/out"
            Invoke-CellSegmentation "$Folder/*.png" -Model $model -DestinationPath $out -WhatIf | ForEach-Object Name
            [System.IO.Directory]::Exists($out)
            $files = 'a.png', 'bad.png', 'b.png', 'other/a.png', 'none.png' | ForEach-Object { [System.IO.FileInfo]"$Folder/$_" }
            $files | Invoke-CellSegmentation -Model $model -DestinationPath $out -ErrorAction SilentlyContinue -ErrorVariable problems | ForEach-Object Name
            Invoke-CellSegmentation "$Folder/a.png" -Model $model -DestinationPath $out -ErrorAction SilentlyContinue -ErrorVariable +problems
            (Invoke-CellSegmentation "$Folder/a.png" -Model $model -DestinationPath $out -Force).Name
            """ + Scripts.PrintErrors, _folder.Path);

        Assert.Equal(
            ["False", "a", "b", "a",
            "ImageNotSegmented|InvalidData|bad.png", "DuplicateOutputName|ResourceExists|a.png", "ImageNotSegmented|ObjectNotFound|none.png", "OutputExists|ResourceExists|a.png"],
            result.Lines.Where(line => !line.StartsWith("What if", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_model_is_only_replaced_by_force()
    {
        var result = Staged.Script("""
            param($Folder)
            $model = New-SegmentationModel -Preset Thesis
            "$($model.Specification.LocationLayer) $($model.Specification.ForegroundHead) $($model.Specification.Normalization)"
            $model | Export-SegmentationModel -Path "$Folder/m"
            $model | Export-SegmentationModel -Path "$Folder/m" -ErrorAction SilentlyContinue -ErrorVariable problems
            $model | Export-SegmentationModel -Path "$Folder/m" -Force
            try { Invoke-CellSegmentation x.png -Model "$Folder/none" } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            try { Invoke-CellSegmentation x.png } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            """ + Scripts.PrintErrors, _folder.Path).Succeeded();

        Assert.Equal(["True False WholeImage", "ParameterArgumentTransformationError", "NoModel", "ModelExists|ResourceExists|m"], result.Lines);
    }

    [Fact]
    public void A_new_model_tells_its_parts_and_what_an_image_costs()
    {
        var result = Staged.Script("""
            $summary = (New-SegmentationModel).Summary
            ($summary.Parts | ForEach-Object Name) -join ' '
            $summary.GetTileMemoryBytes(512) -lt $summary.TileMemoryBytes
            New-SegmentationModel
            $summary
            $summary.Parts
            """).Succeeded();

        Assert.Equal(["channels backbone pyramid heads", "True"], result.Lines.Take(2));
        Assert.Contains("GFLOP/MP", result.Output, StringComparison.Ordinal);
        Assert.Contains("TileMemory", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_has_what_is_needed()
    {
        var result = Staged.Command("Test-CellSegEnvironment | ForEach-Object { \"$($_.Name): $($_.Status)\" }").Succeeded();

        Assert.Contains("libtorch: Ok", result.Lines);
        Assert.Contains("libvips: Ok", result.Lines);
    }
}
