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

    private void Write(string name, int cells, int size = Bbbc038Folder.Size)
        => Png.Write(Path.Combine(_folder.Path, name), size, size, (y, x) =>
            (byte)Enumerable.Range(0, cells).Where(cell => Bbbc038Folder.IsCell(cell, y, x)).Select(cell => cell + 1).FirstOrDefault());
}
