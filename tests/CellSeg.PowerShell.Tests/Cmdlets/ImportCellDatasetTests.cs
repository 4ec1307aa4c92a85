using System.IO.Compression;

namespace CellSeg.Tests.Cmdlets;

public sealed class ImportCellDatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Root => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_and_its_zip_are_imported_and_split_through_the_pipe()
    {
        new Bbbc038Folder(Root).Add("a").Add("b").Add("c").Add("d").Add("e");
        string zip = Path.Combine(_folder.Path, "data.zip");
        ZipFile.CreateFromDirectory(Root, zip);

        var result = Staged.Script("""
            param($Folder, $Zip)
            foreach ($dataset in Import-CellDataset $Folder, $Zip -PixelSize 0.5) {
                "$($dataset.Name) $($dataset.MovieCount) $($dataset.AnnotationCount) $($dataset.PixelSize)"
                $split = $dataset | Split-CellDataset -TestFraction 0.2 -ValidationFraction 0.2 -Seed 3
                "$($split.Training.MovieCount) $($split.Validation.MovieCount) $($split.Test.MovieCount) $($split.Seed)"
            }
            """, Root, zip).Succeeded();

        Assert.Equal(["data 5 10 0.5", "3 1 1 3", "data 5 10 0.5", "3 1 1 3"], result.Lines);
    }

    [Fact]
    public void Each_bad_image_is_one_error_and_the_rest_is_imported()
    {
        new Bbbc038Folder(Root).Add("good1").Add("good2").Add("maskless", masks: 0).Add("othersize", maskSize: 30).AddUnreadable("unreadable");

        var result = Staged.Script("""
            param($Folder)
            $dataset = Import-CellDataset $Folder -ErrorAction SilentlyContinue -ErrorVariable problems
            $dataset.Movies | ForEach-Object { $_.Name }
            """ + Scripts.PrintErrors, Root).Succeeded();

        Assert.Equal(
            ["good1", "good2", "MovieUnreadable|InvalidData|maskless", "MovieUnreadable|InvalidData|0.png", "MovieUnreadable|InvalidData|unreadable.png"],
            result.Lines);
    }

    [Fact]
    public void What_cannot_be_read_at_all_is_one_error_each_and_the_others_are_imported()
    {
        new Bbbc038Folder(Root).Add("a");
        string empty = Directory.CreateDirectory(Path.Combine(_folder.Path, "empty")).FullName;
        string broken = Path.Combine(_folder.Path, "broken.zip");
        File.WriteAllText(broken, "no archive");

        var result = Staged.Script("""
            param($Folder, $Empty, $Broken)
            $dataset = "$Folder/nowhere", $Empty, $Broken, "$Folder/none*", $Folder |
                Import-CellDataset -ErrorAction SilentlyContinue -ErrorVariable problems
            $dataset.MovieCount
            """ + Scripts.PrintErrors, Root, empty, broken).Succeeded();

        Assert.Equal(
            ["1", "PathNotFound|ObjectNotFound|nowhere", "DatasetUnreadable|InvalidData|empty", "DatasetUnreadable|InvalidData|broken.zip", "PathNotFound|ObjectNotFound|none*"],
            result.Lines);
    }

    [Fact]
    public void A_list_chooses_images_and_tells_those_that_are_not_there()
    {
        new Bbbc038Folder(Root).Add("a").Add("b").Add("c");
        string list = Path.Combine(_folder.Path, "list.txt");
        File.WriteAllText(list, "b\nx\n");

        var result = Staged.Script("""
            param($Folder, $List)
            (Import-CellDataset $Folder -IncludeListPath $List -ErrorAction SilentlyContinue -ErrorVariable problems).Movies[0].Name
            """ + Scripts.PrintErrors, Root, list).Succeeded();

        Assert.Equal(["b", "MovieUnreadable|InvalidData|list.txt"], result.Lines);
    }

    [Fact]
    public void Paths_are_relative_to_the_location_of_the_session()
    {
        new Bbbc038Folder(Path.Combine(Root, "in[1]")).Add("a");

        var result = Staged.Script("""
            param($Folder)
            # Set-Location belongs to a module that a bare engine does not have.
            $null = $ExecutionContext.SessionState.Path.SetLocation($Folder)
            (Import-CellDataset -LiteralPath 'in[1]').MovieCount
            """, Root).Succeeded();

        Assert.Equal(["1"], result.Lines);
    }

    [Fact]
    public void Fractions_that_leave_nothing_end_the_command()
    {
        var result = Staged.Command("try { New-SimulatedCellDataset 3 -Width 32 -Height 32 -CellCount 1 | Split-CellDataset -TestFraction 1 } catch { $_.FullyQualifiedErrorId }").Succeeded();

        Assert.Equal(["InvalidOption,CellSeg.PowerShell.Commands.SplitCellDatasetCommand"], result.Lines);
    }
}
