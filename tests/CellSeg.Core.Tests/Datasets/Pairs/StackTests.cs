using CellSeg.Core.Tests.Support;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.Imaging.Selection;

namespace CellSeg.Core.Tests.Datasets.Pairs;

public sealed class StackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_label_file_beside_a_movie_is_found_by_its_name()
    {
        string movie = TestMovie.WriteImages(_folder["movie.tif"], 1, 2, 3);
        string labels = TestMovie.WriteLabels(_folder["movie_masks.tif"], 1, 2, 3);
        // What others of the folder have does not matter.
        TestMovie.WriteLabels(_folder["x_labels.tif"], 4);
        TestMovie.WriteLabels(_folder["x_masks.tif"], 4);
        var result = DatasetReader.Import(movie);
        Assert.Equal(DatasetFormat.Stack, result.Format);
        Assert.Contains(labels, result.Recognition, StringComparison.Ordinal);
        Assert.Empty(result.Problems);
        Assert.Empty(result.Warnings);
        var only = Assert.Single(result.Dataset.Movies);
        Assert.Equal(("movie", "movie", movie, 6), (result.Dataset.Name, only.Name, only.Path, only.AnnotationCount));
        Assert.Equal([1, 2, 3], TestMovie.NumbersOf(only));
        Assert.Equal([1, 2, 3], TestMovie.LabelNumbersOf(only));
    }

    [Theory]
    [InlineData("truth/other.tif", "truth/other.tif")]
    [InlineData("truth/movie.tif", "truth")]
    [InlineData("truth/movie_seg.tif", "truth")]
    public void Labels_may_be_given_as_a_file_or_by_their_folder(string file, string given)
    {
        string movie = TestMovie.WriteImages(_folder["movie.tif"], 1, 2);
        TestMovie.WriteLabels(_folder[file], 1, 2);
        var result = DatasetReader.Import(movie, options: new DatasetImportOptions { LabelPath = _folder[given] });
        Assert.Equal([1, 2], TestMovie.LabelNumbersOf(Assert.Single(result.Dataset.Movies)));
    }

    [Fact]
    public void A_movie_without_labels_is_read_with_a_warning()
    {
        string movie = TestMovie.WriteImages(_folder["movie.tif"], 1, 2);
        var result = DatasetReader.Import(movie);
        Assert.False(Assert.Single(result.Dataset.Movies).HasLabels);
        Assert.StartsWith($"{movie}: there is no label file", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_file_is_no_image()
    {
        TestMovie.WriteImages(_folder["movie.tif"], 1);
        string labels = TestMovie.WriteLabels(_folder["movie_labels.tif"], 1);
        Assert.Equal(labels, Assert.Throws<CellSegException>(() => DatasetReader.Import(labels)).Target);
    }

    [Fact]
    public void Two_label_files_and_missing_ones_are_refused_by_name()
    {
        string movie = TestMovie.WriteImages(_folder["movie.tif"], 1);
        TestMovie.WriteLabels(_folder["movie_labels.tif"], 1);
        string second = TestMovie.WriteLabels(_folder["movie_masks.tif"], 1);
        Assert.Equal(second, Assert.Throws<CellSegException>(() => DatasetReader.Import(movie)).Target);
        Directory.CreateDirectory(_folder["empty"]);
        foreach (string given in new[] { _folder["nowhere.tif"], _folder["empty"] })
        {
            var options = new DatasetImportOptions { LabelPath = given };
            Assert.Equal(given, Assert.Throws<CellSegException>(() => DatasetReader.Import(movie, options: options)).Target);
        }
    }

    [Fact]
    public void Another_number_of_frames_is_a_problem_with_both_names()
    {
        string movie = TestMovie.WriteImages(_folder["movie.tif"], 1, 2, 3);
        string labels = TestMovie.WriteLabels(_folder["movie_labels.tif"], 1, 2);
        var problem = Assert.Single(DatasetReader.Import(movie).Problems);
        Assert.Equal((movie, $"it has 3 frames and {labels} 2"), (problem.Target, problem.Reason));
    }

    [Fact]
    public void Frames_and_slices_are_chosen()
    {
        string movie = TestStack.Write(_folder["movie.tif"], channels: 1, slices: 2, frames: 3);
        TestStack.Write(_folder["movie_labels.tif"], channels: 1, slices: 2, frames: 3);
        Assert.Contains("slices", Assert.Single(DatasetReader.Import(movie).Problems).Reason, StringComparison.Ordinal);
        var options = new DatasetImportOptions { Slice = new SliceSelector(1), FirstFrame = 1, LastFrame = 2 };
        var only = Assert.Single(DatasetReader.Import(movie, options: options).Dataset.Movies);
        Assert.Equal([4, 6], TestMovie.NumbersOf(only));
        Assert.Equal([4, 6], Enumerable.Range(0, 2).Select(frame => only.ReadLabels(frame).Pixels[^1]));
    }

    [Theory]
    [InlineData("data/formats/laptrack_nuclei_6frames.tif", "laptrack_nuclei_6frames_labels.tif", false, 6, 200)]
    [InlineData("data/formats/stardist_img2d.tif", "stardist_mask2d.tif", true, 1, 512)]
    [InlineData("cases/files/formats/movie.tif", "movie_labels.tif", false, 4, 96)]
    public void Files_of_others_are_read(string image, string labels, bool isGiven, int frames, int size)
    {
        string path = SharedFile.Find(image), labelPath = Path.Combine(Path.GetDirectoryName(path)!, labels);
        var result = DatasetReader.Import(path, options: new DatasetImportOptions { LabelPath = isGiven ? labelPath : null });
        Assert.Empty(result.Problems);
        var movie = Assert.Single(result.Dataset.Movies);
        Assert.Equal((frames, new CellSeg.Datasets.FrameSize(size, size), true), (movie.FrameCount, movie.FrameSize, movie.HasLabels));
        Assert.Equal(TestImages.ReadLabels(labelPath).Pixels, movie.ReadLabels().Pixels);
    }
}
