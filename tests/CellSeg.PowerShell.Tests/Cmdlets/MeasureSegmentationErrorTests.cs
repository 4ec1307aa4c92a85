namespace CellSeg.Tests.Cmdlets;

public sealed class MeasureSegmentationErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public MeasureSegmentationErrorTests()
    {
        Write("truth/a_label.png", 2);
        Write("found/a_labels.png", 2);
        Write("truth/b_label.png", 2);
        Write("found/b_labels.png", 1);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_matched_by_name_and_each_missing_partner_is_an_error()
    {
        Write("truth/only-true_label.png", 1);
        Write("found/only-found_labels.png", 1);
        Write("found/a_overlay.png", 1);

        var result = Staged.Script("""
            param($Folder)
            Measure-SegmentationError "$Folder/found" "$Folder/truth" -ErrorAction SilentlyContinue -ErrorVariable problems |
                ForEach-Object { '{0} {1} {2} {3}' -f [System.IO.Path]::GetFileName($_.Path), $_.TrueCount, $_.Correct, $_.Missed }
            """ + Scripts.PrintErrors, _folder.Path).Succeeded();

        Assert.Equal(
            ["a_labels.png 2 2 0", "b_labels.png 2 1 1", "TruthMissing|ObjectNotFound|only-found_labels.png", "PredictionMissing|ObjectNotFound|only-true_label.png"],
            result.Lines);
    }

    [Fact]
    public void A_pair_that_does_not_fit_is_an_error_with_both_names_and_the_rest_is_measured()
    {
        Write("truth/small_label.png", 1, size: 20);
        Write("found/small_labels.png", 1);
        File.WriteAllText(Path.Combine(_folder.Path, "found/broken_labels.png"), "no image");
        Write("truth/broken_label.png", 1);

        var result = Staged.Script("""
            param($Folder)
            (Measure-SegmentationError "$Folder/found" "$Folder/truth" -ErrorAction SilentlyContinue -ErrorVariable problems -Total).ImageCount
            foreach ($e in $problems) { "$e".Contains('_labels.png') -and "$e".Contains('_label.png') }
            """ + Scripts.PrintErrors, _folder.Path).Succeeded();

        Assert.Equal(["2", "True", "True", "PairUnmeasurable|InvalidData|broken_labels.png", "PairUnmeasurable|InvalidData|small_labels.png"], result.Lines);
    }

    [Fact]
    public void Labels_that_are_none_are_errors_with_both_names_and_the_rest_is_measured()
    {
        string[] names = ["fraction", "negative", "truncated", "size"];
        foreach (string name in names)
            Write($"truth/{name}_label.png", 2);
        var cell = Enumerable.Range(0, Bbbc038Folder.Size * Bbbc038Folder.Size).Select(i => Bbbc038Folder.IsCell(0, i / Bbbc038Folder.Size, i % Bbbc038Folder.Size)).ToArray();
        WriteTiff("found/fraction_labels.tif", [.. cell.Select(isCell => isCell ? 1.5f : 0)]);
        WriteTiff("found/negative_labels.tif", [.. cell.Select(isCell => isCell ? -7 : 0)]);
        WriteTiff("found/truncated_labels.tif", [.. cell.Select(isCell => isCell ? 1 : 0)]);
        string truncated = Path.Combine(_folder.Path, "found", "truncated_labels.tif");
        // The pixels stand first: without the second half of them the directory is gone, too.
        File.WriteAllBytes(truncated, File.ReadAllBytes(truncated)[..3000]);
        Write("found/size_labels.png", 2, size: Bbbc038Folder.Size + 1);

        var result = Staged.Script("""
            param($Folder)
            Measure-SegmentationError "$Folder/found" "$Folder/truth" -ErrorAction SilentlyContinue -ErrorVariable problems |
                ForEach-Object { '{0} {1}' -f [System.IO.Path]::GetFileName($_.Path), $_.Correct }
            foreach ($e in $problems) {
                $name = [System.IO.Path]::GetFileName($e.TargetObject).Split('_')[0]
                '{0} {1} {2}' -f $name, "$e".Contains("${name}_labels."), "$e".Contains("${name}_label.png")
            }
            "$($problems[0])".Contains('the value 1.5 in row 10, column 4 is no label')
            "$($problems[1])".Contains('the value -7 in row 10, column 4 is no label')
            """, _folder.Path).Succeeded();

        Assert.Equal(
            ["a_labels.png 2", "b_labels.png 1", "fraction True True", "negative True True", "size True True", "truncated True True", "True", "True"],
            result.Lines);
    }

    [Fact]
    public void A_movie_is_measured_frame_by_frame_and_pooled_and_a_bad_frame_is_left_out()
    {
        static int[] Frame(int cells) => [.. Enumerable.Range(0, 400).Select(i => i < cells * 40 ? (i / 40) + 1 : 0)];
        Tiff.Write(Path.Combine(_folder.Path, "truth", "movie_labels.tif"), 20, 20, Frame(2), Frame(3), Frame(4));
        Tiff.Write(Path.Combine(_folder.Path, "found", "movie_labels.tif"), 20, 20, Frame(2), Frame(2), Frame(3));
        Tiff.Write(Path.Combine(_folder.Path, "found", "bad_labels.tif"), 20, 20, Frame(2), [.. Frame(2).Select(id => -id)], Frame(3));
        Tiff.Write(Path.Combine(_folder.Path, "found", "short_labels.tif"), 20, 20, Frame(2), Frame(2));

        var result = Staged.Script("""
            param($Folder)
            $truth = "$Folder/truth/movie_labels.tif"
            Measure-SegmentationError "$Folder/found/movie_labels.tif" $truth | ForEach-Object { "$($_.Frame) $($_.TrueCount) $($_.Correct)" }
            $total = Measure-SegmentationError "$Folder/found/movie_labels.tif" $truth -Total
            "$($total.ImageCount) $($total.TrueCount) $($total.Correct) $($null -eq $total.Frame)"
            Measure-SegmentationError "$Folder/found/bad_labels.tif" $truth -ErrorAction SilentlyContinue -ErrorVariable problems | ForEach-Object Frame
            "$problems".Contains('in frame 1 the value -1')
            Measure-SegmentationError "$Folder/found/short_labels.tif" $truth -ErrorAction SilentlyContinue -ErrorVariable +problems
            """ + Scripts.PrintErrors, _folder.Path).Succeeded();

        Assert.Equal(
            ["0 2 2", "1 3 2", "2 4 3", "3 9 7 True", "0", "2", "True",
            "PairUnmeasurable|InvalidData|bad_labels.tif", "PairUnmeasurable|InvalidData|short_labels.tif"],
            result.Lines);
    }

    [Fact]
    public void Pictures_are_written_and_only_replaced_by_force()
    {
        Png.Write(Path.Combine(_folder.Path, "image", "a.png"), Bbbc038Folder.Size, Bbbc038Folder.Size, (_, _) => 7);

        var result = Staged.Script("""
            param($Folder)
            $pair = "$Folder/found", "$Folder/truth"
            $out = "$Folder/pictures"
            $null = Measure-SegmentationError @pair -Overlay $out -WhatIf
            [System.IO.Directory]::Exists($out)
            (Measure-SegmentationError @pair -Overlay $out -ImagePath "$Folder/image" -Total -ErrorAction SilentlyContinue -ErrorVariable problems).ImageCount
            (Measure-SegmentationError @pair -Overlay $out -ErrorAction SilentlyContinue -ErrorVariable +problems).Count
            (Measure-SegmentationError @pair -Overlay $out -Force -ErrorVariable +problems).Count
            (Measure-SegmentationError $out "$Folder/truth" -ErrorAction SilentlyContinue -ErrorVariable +problems).Count
            try { Measure-SegmentationError @pair -ImagePath "$Folder/image" } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            """ + Scripts.PrintErrors, _folder.Path).Succeeded();

        Assert.Equal(
            ["False", "2", "2", "2", "0", "ImagePathWithoutOverlay", "BackgroundMissing|ObjectNotFound|b_labels.png",
            "PictureNotWritten|WriteError|a_errors.png", "PictureNotWritten|WriteError|b_errors.png",
            "NoImages|ObjectNotFound|pictures", "PredictionMissing|ObjectNotFound|a_label.png", "PredictionMissing|ObjectNotFound|b_label.png"],
            result.Lines.Where(line => !line.StartsWith("What if", StringComparison.Ordinal)));
        Assert.Equal(
            ["a_errors.png", "b_errors.png"],
            Directory.GetFileSystemEntries(Path.Combine(_folder.Path, "pictures")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Segmentations_from_the_pipe_are_drawn_over_their_images()
    {
        var result = Staged.Script("""
            param($Folder)
            New-SimulatedCellDataset 1 -Width 64 -Height 64 -CellCount 4 -FrameCount 2 | Invoke-CellSegmentation -Model (New-SegmentationModel) |
                Measure-SegmentationError -Overlay "$Folder/pictures" | ForEach-Object Frame
            """, _folder.Path).Succeeded();

        Assert.Equal(["0", "1"], result.Lines);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder.Path, "pictures"), "*_errors.png").Length);
    }

    [Fact]
    public void One_file_is_compared_with_one_file_whatever_their_names()
    {
        var result = Staged.Script("""
            param($Folder)
            (Measure-SegmentationError "$Folder/found/b_labels.png" "$Folder/truth/a_label.png").F1
            """, _folder.Path).Succeeded();

        Assert.StartsWith("0.666", Assert.Single(result.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_total_pools_the_counts_with_intervals()
    {
        var result = Staged.Script("""
            param($Folder)
            $total = Measure-SegmentationError "$Folder/found/*_labels.png" "$Folder/truth" -Total -Bootstrap 50 -MinimumArea 10
            "$($total.ImageCount) $($total.TrueCount) $($total.Correct) $($null -ne $total.F1Low)"
            """, _folder.Path).Succeeded();

        Assert.Equal(["2 4 3 True"], result.Lines);
    }

    [Fact]
    public void Options_that_do_not_fit_together_end_the_command()
    {
        var result = Staged.Script("""
            param($Folder)
            try { Measure-SegmentationError "$Folder/found" "$Folder/truth" -ForceEventLinks } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            try { Measure-SegmentationError "$Folder/found" "$Folder/truth" -Bootstrap 9 } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            """, _folder.Path).Succeeded();

        Assert.Equal(["InvalidOption", "BootstrapWithoutTotal"], result.Lines);
    }

    [Fact]
    public void Cells_are_measured_with_the_intensities_of_the_image_of_the_same_name()
    {
        Png.Write(Path.Combine(_folder.Path, "image", "a.png"), Bbbc038Folder.Size, Bbbc038Folder.Size, (_, _) => 7);

        var result = Staged.Script("""
            param($Folder)
            Measure-CellProperty "$Folder/found" -ImagePath "$Folder/image" -ErrorAction SilentlyContinue -ErrorVariable problems |
                ForEach-Object { "$($_.Label) $($_.Area) $($_.MeanIntensity[0])" }
            """ + Scripts.PrintErrors, _folder.Path).Succeeded();

        Assert.Equal(["1 100 7", "2 100 7", "IntensitiesMissing|ObjectNotFound|b_labels.png"], result.Lines);
    }

    private void WriteTiff<T>(string name, T[] pixels) where T : unmanaged
        => Tiff.Write(Path.Combine(_folder.Path, name), Bbbc038Folder.Size, Bbbc038Folder.Size, pixels);

    private void Write(string name, int cells, int size = Bbbc038Folder.Size)
        => Png.Write(Path.Combine(_folder.Path, name), size, size, (y, x) =>
            (byte)Enumerable.Range(0, cells).Where(cell => Bbbc038Folder.IsCell(cell, y, x)).Select(cell => cell + 1).FirstOrDefault());
}
