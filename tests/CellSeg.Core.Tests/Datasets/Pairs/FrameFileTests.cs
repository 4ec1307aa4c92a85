using CellSeg.Core.Tests.Support;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;

namespace CellSeg.Core.Tests.Datasets.Pairs;

/// <summary>Files that are frames, whose names are in the order of time by the values of their numbers only.</summary>
public sealed class FrameFileTests : IDisposable
{
    private static readonly DatasetImportOptions FilesAreFrames = new() { FilesAreFrames = true };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("images/well1/t{0}.tif", "labels/well1/t{0}.tif", "well1")]
    [InlineData("images/t{0}.tif", "masks/t{0}_mask.tif", "data")]
    [InlineData("images/t{0}.tif", "labels/seg {0}.tif", "data")]
    [InlineData("well1/t{0}.tif", "well1/t{0}_labels.tif", "well1")]
    [InlineData("t{0}.tif", "t{0}_labels.tif", "data")]
    public void Files_of_a_folder_are_the_frames_of_a_movie(string image, string label, string name)
    {
        int[] numbers = [2, 9, 10, 11, 100];
        foreach (int number in numbers)
        {
            TestMovie.WriteImages(_folder["data", string.Format(null, image, number)], number % 30);
            TestMovie.WriteLabels(_folder["data", string.Format(null, label, number)], number % 30);
        }
        foreach (string place in new[] { _folder["data"], TestMovie.Zip(_folder["data"]) })
        {
            var result = DatasetReader.Import(place, options: FilesAreFrames);
            Assert.Empty(result.Problems);
            var movie = Assert.Single(result.Dataset.Movies);
            Assert.Equal((name, 5), (movie.Name, movie.FrameCount));
            Assert.Equal(numbers.Select(number => number % 30), TestMovie.NumbersOf(movie));
            Assert.Equal(numbers.Select(number => number % 30), TestMovie.LabelNumbersOf(movie));
        }
    }

    [Fact]
    public void Each_folder_is_a_movie_and_without_labels_none_has_truth()
    {
        foreach (string well in new[] { "w1", "w2" })
        {
            for (int number = 8; number < 12; number++)
                TestMovie.WriteImages(_folder["data", well, $"{number}.tif"], number);
        }
        var result = DatasetReader.Import(_folder["data"], options: FilesAreFrames);
        Assert.Equal(DatasetFormat.LabelFolder, result.Format);
        Assert.Contains("8 image files, the frames of 2 movies", result.Recognition, StringComparison.Ordinal);
        Assert.Contains("no truth", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(["w1", "w2"], result.Dataset.Movies.Select(movie => movie.Name));
        Assert.All(result.Dataset.Movies, movie => Assert.Equal([8, 9, 10, 11], TestMovie.NumbersOf(movie)));
    }

    [Fact]
    public void Frames_that_lack_a_label_file_make_the_movie_a_problem()
    {
        for (int number = 1; number < 4; number++)
            TestMovie.WriteImages(_folder["data", $"{number}.tif"], number);
        TestMovie.WriteLabels(_folder["data", "1_labels.tif"], 1);
        TestMovie.WriteLabels(_folder["data", "3_labels.tif"], 3);
        var (dataset, problems) = DatasetReader.Import(_folder["data"], options: FilesAreFrames);
        Assert.Empty(dataset.Movies);
        var problem = Assert.Single(problems);
        Assert.Equal(_folder["data"], problem.Target);
        Assert.Contains("3 images and 2 label files", problem.Reason, StringComparison.Ordinal);
        Assert.Contains("2.tif", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_several_frames_is_none_of_them()
    {
        TestMovie.WriteImages(_folder["data", "1.tif"], 1);
        TestMovie.WriteImages(_folder["data", "2.tif"], 1, 2);
        var problem = Assert.Single(DatasetReader.Import(_folder["data"], options: FilesAreFrames).Problems);
        Assert.Equal(_folder["data", "2.tif"], problem.Target);
        Assert.Contains("2 frames", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_of_other_sizes_are_a_problem()
    {
        TestMovie.WriteImages(_folder["data", "1.tif"], 1);
        TestStack.Write(_folder["data", "2.tif"], "", 20, 30, [new byte[600]]);
        Assert.Contains("20 x 30", Assert.Single(DatasetReader.Import(_folder["data"], options: FilesAreFrames).Problems).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_frames_of_a_real_movie_are_read_in_order()
    {
        string first = SharedFile.Find("data/formats/mitocheck-movie/EMBO_2012_Group3--empty--empty--W0002--P001--T00000--Z000--C.tif");
        var movie = Assert.Single(DatasetReader.Import(Path.GetDirectoryName(first)!, options: FilesAreFrames).Dataset.Movies);
        Assert.Equal(("mitocheck-movie", 30, "190 x 211", false), (movie.Name, movie.FrameCount, $"{movie.FrameSize}", movie.HasLabels));
        Assert.Equal(TestImages.Read(first).Pixels, movie.ReadImage().Pixels);
        Assert.Equal(TestImages.Read(first.Replace("T00000", "T00029")).Pixels, movie.ReadImage(29).Pixels);
    }
}
