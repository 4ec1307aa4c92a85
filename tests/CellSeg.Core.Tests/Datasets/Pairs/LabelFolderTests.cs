using CellSeg.Core.Tests.Support;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.Imaging;
using CellSeg.Imaging.Selection;
using CellSeg.Imaging.Writing;

namespace CellSeg.Core.Tests.Datasets.Pairs;

public sealed class LabelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Data => _folder["data"];

    [Theory]
    [InlineData("images/*.tif", "labels/*.tif", "*", null)]
    [InlineData("images/plate1/*.tif", "labels/plate1/*.tif", "plate1/*", "plate1")]
    [InlineData("images/p/w 1/*.tif", "labels/p/w 1/*.tif", "p/w 1/*", "p/w 1")]
    [InlineData("train/images/*.tif", "train/masks/*.tif", "train/*", "train")]
    [InlineData("imagesTr/*_0000.tif", "labelsTr/*.tif", "*", null)]
    [InlineData("Image/*.ome.tif", "GroundTruth/*_label.tiff", "*", null)]
    [InlineData("raw/*.tif", "annotations/*.tif", "*", null)]
    [InlineData("*.tif", "*_labels.tif", "*", null)]
    [InlineData("plate1/*.tif", "plate1/*-labels.tif", "plate1/*", "plate1")]
    [InlineData("images/*.tif", "images/*_labels.tif", "*", null)]
    [InlineData("*.tif", "masks/*.tif", "*", null)]
    [InlineData("plate1/*.tif", "labels/plate1/*.tif", "plate1/*", "plate1")]
    [InlineData("plate1/*.tif", "plate1/gt/*.tif", "plate1/*", "plate1")]
    [InlineData("masks/*.tif", "masks/*_labels.tif", "masks/*", "masks")]
    public void Each_convention_is_recognised_in_a_folder_and_in_an_archive(string image, string labels, string name, string? kind)
    {
        foreach (var (id, number) in new[] { ("a", 1), ("b", 2) })
            Add(image.Replace("*", id), labels.Replace("*", id), number);
        foreach (string place in new[] { Data, TestMovie.Zip(Data) })
        {
            var result = DatasetReader.Import(place);
            Assert.Equal(DatasetFormat.LabelFolder, result.Format);
            Assert.Empty(result.Problems);
            Assert.Empty(result.Warnings);
            Assert.StartsWith("2 images, 2 of them with label files", result.Recognition, StringComparison.Ordinal);
            AssertMovies(result, (name.Replace("*", "a"), 1), (name.Replace("*", "b"), 2));
            Assert.All(result.Dataset.Movies, movie => Assert.Equal(kind, movie.Kind));
            Assert.Equal(4, result.Dataset.AnnotationCount);
        }
    }

    [Fact]
    public void The_folder_that_an_archive_was_packed_in_is_no_part_of_names()
    {
        Add("plate1/a.tif", "plate1/a_labels.tif", 1);
        Add("plate2/a.tif", "plate2/a_labels.tif", 2);
        AssertMovies(DatasetReader.Import(TestMovie.Zip(Data, withFolder: true)), ("plate1/a", 1), ("plate2/a", 2));
    }

    [Fact]
    public void Parts_to_train_and_to_test_with_keep_their_names()
    {
        Add("train/images/a.tif", "train/labels/a.tif", 1);
        Add("test/images/a.tif", "test/labels/a.tif", 2);
        AssertMovies(DatasetReader.Import(Data), ("test/a", 2), ("train/a", 1));
    }

    [Theory]
    [InlineData("pictures", "truth", "x/a.tif", "x/a.tif")]
    [InlineData("pictures", "pictures/truth", "x/a.tif", "x/a_masks.tif")]
    [InlineData("truth/pictures", "truth", "x/a.tif", "x/a.tif")]
    [InlineData("pictures", "pictures", "x/a.tif", "x/a_masks.tif")]
    [InlineData("pictures", "truth", "images/x/a.tif", "x/a.tif")]
    public void Two_folders_may_be_given(string images, string labels, string image, string label)
    {
        TestMovie.WriteImages(_folder[images, image], 1);
        TestMovie.WriteLabels(_folder[labels, label], 1);
        var result = DatasetReader.Import(_folder[images], options: new DatasetImportOptions { LabelPath = _folder[labels] });
        Assert.Empty(result.Problems);
        AssertMovies(result, ("x/a", 1));
    }

    [Fact]
    public void Labels_in_an_archive_may_be_given_to_images_in_a_folder()
    {
        TestMovie.WriteImages(_folder["pictures", "a.tif"], 1);
        TestMovie.WriteLabels(_folder["truth", "a.tif"], 1);
        AssertMovies(DatasetReader.Import(_folder["pictures"], options: new DatasetImportOptions { LabelPath = TestMovie.Zip(_folder["truth"]) }), ("a", 1));
    }

    [Fact]
    public void One_label_file_is_none_for_a_folder()
    {
        TestMovie.WriteImages(_folder["data", "a.tif"], 1);
        string labels = TestMovie.WriteLabels(_folder["truth.tif"], 1);
        var options = new DatasetImportOptions { LabelPath = labels };
        var error = Assert.Throws<CellSegException>(() => DatasetReader.Import(Data, DatasetFormat.LabelFolder, options));
        Assert.Equal(labels, error.Target);
    }

    [Fact]
    public void Further_endings_come_before_the_known_ones()
    {
        Add("a.tif", "a_Nuclei.tif", 1);
        TestMovie.WriteLabels(_folder["data", "a_masks.tif"], 3);
        var result = DatasetReader.Import(Data, options: new DatasetImportOptions { Suffix = ["_Nuclei"] });
        Assert.Empty(result.Problems);
        AssertMovies(result, ("a", 1));
    }

    [Fact]
    public void Movies_have_movies_of_labels_or_a_label_file_a_frame()
    {
        TestMovie.WriteImages(_folder["data", "a.tif"], 1, 2, 3);
        TestMovie.WriteLabels(_folder["data", "a_labels.tif"], 1, 2, 3);
        TestMovie.WriteImages(_folder["data", "b.tif"], 4, 5);
        TestMovie.WriteLabels(_folder["data", "b_t0001_labels.tif"], 4);
        TestMovie.WriteLabels(_folder["data", "b_t0002_labels.tif"], 5);
        TestMovie.WriteImages(_folder["data", "c_t0002.tif"], 7);
        TestMovie.WriteLabels(_folder["data", "c_labels.tif"], 6, 7);
        var result = DatasetReader.Import(Data);
        Assert.Empty(result.Problems);
        Assert.Equal(["a", "b", "c_t0002"], result.Dataset.Movies.Select(movie => movie.Name));
        Assert.All(result.Dataset.Movies, movie => Assert.Equal(TestMovie.NumbersOf(movie), TestMovie.LabelNumbersOf(movie)));
        Assert.Equal($"{_folder["data", "c_labels.tif"]}: 1 of its 2 frames have an image, the others are left out.", Assert.Single(result.Warnings));
    }

    [Fact]
    public void Channels_of_nnU_Net_are_one_image()
    {
        Add("imagesTr/a_0000.tif", "labelsTr/a.tif", 1);
        TestMovie.WriteImages(_folder["data", "imagesTr", "a_0001.tif"], 2);
        var movie = Assert.Single(DatasetReader.Import(Data).Dataset.Movies);
        var image = movie.ReadImage();
        Assert.Equal((2, 1f, 2f), (image.Channels, image.Plane(0)[^1], image.Plane(1)[^1]));
        movie = Assert.Single(DatasetReader.Import(Data, options: new DatasetImportOptions { Channel = [new ChannelSelector(1)] }).Dataset.Movies);
        Assert.Equal([2], TestMovie.NumbersOf(movie));
    }

    [Fact]
    public void Channels_and_slices_of_images_and_labels_are_chosen()
    {
        TestStack.Write(_folder["data", "a.tif"], channels: 2, slices: 3, frames: 2);
        TestStack.Write(_folder["data", "a_labels.tif"], channels: 2, slices: 3, frames: 2);
        var (_, problems) = DatasetReader.Import(Data);
        Assert.Contains("slices", Assert.Single(problems).Reason, StringComparison.Ordinal);
        var options = new DatasetImportOptions { Channel = [new ChannelSelector(1)], LabelChannel = new ChannelSelector(0), Slice = new SliceSelector(2) };
        var movie = Assert.Single(DatasetReader.Import(Data, options: options).Dataset.Movies);
        Assert.Equal([6, 12], TestMovie.NumbersOf(movie));
        Assert.Equal([5, 11], Enumerable.Range(0, 2).Select(frame => movie.ReadLabels(frame).Pixels[^1]));
    }

    [Fact]
    public void The_size_of_a_pixel_comes_from_the_files()
    {
        TestMovie.WriteLabels(_folder["data", "a_labels.tif"], 1);
        StackWriter.WriteImages(_folder["data", "a.tif"], 1, _ => TestImages.Noise(40, 40, 1), pixelSize: 0.65);
        var dataset = DatasetReader.Import(Data).Dataset;
        Assert.Equal(0.65, dataset.PixelSize);
        Assert.Equal(0.65, dataset.Movies[0].PixelSize);
    }

    [Fact]
    public void Images_alone_are_no_data_set_unless_the_user_says_so()
    {
        TestMovie.WriteImages(_folder["data", "a.tif"], 1);
        TestMovie.WriteImages(_folder["data", "b.tif"], 2);
        Assert.Contains("no data set", Assert.Throws<CellSegException>(() => DatasetReader.Import(Data)).Reason, StringComparison.Ordinal);
        var result = DatasetReader.Import(Data, DatasetFormat.LabelFolder);
        Assert.Empty(result.Problems);
        Assert.Contains("no truth", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(["a", "b"], result.Dataset.Movies.Select(movie => movie.Name));
        Assert.All(result.Dataset.Movies, movie => Assert.False(movie.HasLabels));
    }

    [Fact]
    public void A_folder_without_images_is_no_data_set()
    {
        _folder.Write("data/notes.txt", "nothing");
        Assert.Equal(Data, Assert.Throws<CellSegException>(() => DatasetReader.Import(Data, DatasetFormat.LabelFolder)).Target);
    }

    [Fact]
    public void What_a_segmentation_has_left_beside_images_is_not_their_truth()
    {
        Add("images/a.tif", "labels/a.tif", 1);
        TestMovie.WriteLabels(_folder["data", "images", "a_labels.tif"], 9);
        ImageWriter.WriteRgb(_folder["data", "images", "a_overlay.png"], 40, 40, TestImages.GreyRgb(40, 40));
        _folder.Write("data/images/a_cells.csv", "Label");
        _folder.Write("data/images/Thumbs.db", "junk");
        _folder.Write("data/.hidden/x.tif", "junk");
        var result = DatasetReader.Import(Data);
        Assert.Empty(result.Problems);
        AssertMovies(result, ("a", 1));
    }

    private void Add(string image, string labels, int number)
    {
        TestMovie.WriteImages(_folder["data", image], number);
        TestMovie.WriteLabels(_folder["data", labels], number);
    }

    private static void AssertMovies(DatasetImportResult result, params (string Name, int Number)[] expected)
    {
        Assert.Equal(expected.Select(pair => pair.Name), result.Dataset.Movies.Select(movie => movie.Name));
        Assert.Equal(expected.Select(pair => pair.Number), result.Dataset.Movies.Select(movie => Assert.Single(TestMovie.NumbersOf(movie))));
        Assert.Equal(expected.Select(pair => pair.Number), result.Dataset.Movies.Select(movie => Assert.Single(TestMovie.LabelNumbersOf(movie))));
    }
}
