using CellSeg.Core.Tests.Support;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using NetVips;

namespace CellSeg.Core.Tests.Datasets.Pairs;

/// <summary>In each, the image "good" has its labels and is read, whatever is wrong beside it.</summary>
public sealed class PairProblemTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PairProblemTests()
    {
        TestMovie.WriteImages(_folder["good.tif"], 1);
        TestMovie.WriteLabels(_folder["good_labels.tif"], 1);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_image_without_labels_is_told_by_name()
    {
        TestMovie.WriteImages(_folder["x.tif"], 2);
        AssertOneProblem(_folder["x.tif"], "no label file");
    }

    [Fact]
    public void A_folder_without_labels_is_told_once()
    {
        for (int i = 1; i < 5; i++)
            TestMovie.WriteImages(_folder["sub", $"{i}.tif"], i);
        AssertOneProblem(_folder["sub"], "no label files for its 4 images");
    }

    [Fact]
    public void Labels_without_an_image_are_told_by_name()
    {
        TestMovie.WriteLabels(_folder["x_labels.tif"], 2);
        AssertOneProblem(_folder["x_labels.tif"], "no image");
    }

    [Fact]
    public void A_folder_of_labels_without_images_is_told_by_name()
    {
        TestMovie.WriteLabels(_folder["sub", "masks", "x.tif"], 2);
        AssertOneProblem(_folder["sub", "masks"], "no images");
    }

    [Fact]
    public void Two_label_files_for_one_image_are_told_with_both_names_and_neither_is_used()
    {
        TestMovie.WriteImages(_folder["x.tif"], 2);
        TestMovie.WriteLabels(_folder["x_labels.tif"], 2);
        TestMovie.WriteLabels(_folder["x_masks.tif"], 3);
        AssertOneProblem(_folder["x_masks.tif"], _folder["x_labels.tif"]);
    }

    [Fact]
    public void Two_folders_of_labels_for_one_of_images_are_told_with_both_names()
    {
        TestMovie.WriteImages(_folder["sub", "images", "x.tif"], 2);
        TestMovie.WriteLabels(_folder["sub", "labels", "x.tif"], 2);
        TestMovie.WriteLabels(_folder["sub", "masks", "x.tif"], 2);
        AssertOneProblem(_folder["sub", "images"], "sub/labels and in sub/masks");
    }

    [Fact]
    public void Two_images_of_one_name_are_told_with_both_names_and_neither_is_used()
    {
        TestMovie.WriteImages(_folder["x.tif"], 2);
        TestMovie.WriteImages(_folder["x.tiff"], 3);
        TestMovie.WriteLabels(_folder["x_labels.tif"], 2);
        AssertOneProblem(_folder["x.tiff"], _folder["x.tif"]);
    }

    [Fact]
    public void Movies_of_one_name_in_the_data_set_are_told_with_both_names()
    {
        foreach (string part in new[] { "images", "raw" })
            TestMovie.WriteImages(_folder["sub", part, "x.tif"], 2);
        TestMovie.WriteLabels(_folder["sub", "labels", "x.tif"], 2);
        AssertOneProblem(_folder["sub", "raw", "x.tif"], _folder["sub", "images", "x.tif"]);
    }

    [Fact]
    public void Another_number_of_frames_is_told_with_both_names()
    {
        TestMovie.WriteImages(_folder["x.tif"], 2, 3, 4);
        TestMovie.WriteLabels(_folder["x_labels.tif"], 2, 3);
        AssertOneProblem(_folder["x.tif"], $"3 frames and {_folder["x_labels.tif"]} 2");
    }

    [Fact]
    public void Labels_of_another_size_are_told_with_both_names_and_sizes()
    {
        TestMovie.WriteImages(_folder["x.tif"], 2);
        TestStack.Write(_folder["x_labels.tif"], "", 20, 30, [new byte[600]]);
        AssertOneProblem(_folder["x_labels.tif"], $"20 x 30, and their image {_folder["x.tif"]} is 40 x 40");
    }

    [Fact]
    public void Labels_as_JPEG_are_told_with_both_names()
    {
        TestMovie.WriteImages(_folder["x.tif"], 2);
        using (var labels = Image.NewFromMemory(TestMovie.Cells(1, 2), TestStack.Size, TestStack.Size, 1, Enums.BandFormat.Uchar))
            labels.Jpegsave(_folder["x_labels.jpg"]);
        AssertOneProblem(_folder["x_labels.jpg"], $"(the labels of {_folder["x.tif"]})");
    }

    [Fact]
    public void A_damaged_label_file_is_told_with_both_names()
    {
        TestMovie.WriteImages(_folder["x.tif"], 2);
        File.WriteAllBytes(TestMovie.WriteLabels(_folder["x_labels.tif"], 2), File.ReadAllBytes(_folder["x_labels.tif"])[..^900]);
        AssertOneProblem(_folder["x_labels.tif"], "");
    }

    [Fact]
    public void Names_of_an_archive_that_lead_out_of_it_are_told()
    {
        string zip = TestMovie.Zip(_folder.Path);
        using (var archive = System.IO.Compression.ZipFile.Open(zip, System.IO.Compression.ZipArchiveMode.Update))
            archive.CreateEntry("../x.tif").Open().Dispose();
        try
        {
            var (dataset, problems) = DatasetReader.Import(zip);
            Assert.Equal("good", Assert.Single(dataset.Movies).Name);
            Assert.Equal($"{zip}/../x.tif", Assert.Single(problems).Target);
        }
        finally
        {
            File.Delete(zip);
        }
    }

    private void AssertOneProblem(string target, string reason)
    {
        var result = DatasetReader.Import(_folder.Path);
        var problem = Assert.Single(result.Problems);
        Assert.Equal(target, problem.Target);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        var movie = Assert.Single(result.Dataset.Movies);
        Assert.Equal(("good", DatasetFormat.LabelFolder), (movie.Name, result.Format));
        Assert.Equal([1], TestMovie.LabelNumbersOf(movie));
    }
}
