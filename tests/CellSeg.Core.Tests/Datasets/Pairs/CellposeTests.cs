using CellSeg.Core.Tests.Support;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;

namespace CellSeg.Core.Tests.Datasets.Pairs;

public sealed class CellposeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("_masks")]
    [InlineData("_cp_masks")]
    public void Masks_beside_images_are_read_and_other_files_of_Cellpose_are_not(string ending)
    {
        foreach (int number in new[] { 1, 2 })
        {
            TestMovie.WriteImages(_folder[$"img{number}.tif"], number);
            TestMovie.WriteLabels(_folder[$"img{number}{ending}.tif"], number);
            foreach (string other in new[] { "_flows", "_flows_cp_masks", "_dP_cp_masks", "_cellprob", "_outlines_cp_masks", "_cp_output_cp_masks" })
                TestMovie.WriteImages(_folder[$"img{number}{other}.tif"], 9);
            _folder.Write($"img{number}_seg.npy", "pickle");
        }
        foreach (string place in new[] { _folder.Path, TestMovie.Zip(_folder.Path) })
        {
            var result = DatasetReader.Import(place);
            Assert.Equal(DatasetFormat.Cellpose, result.Format);
            Assert.Contains($"2 images, 2 of them with label files: beside them that end in {ending}", result.Recognition, StringComparison.Ordinal);
            Assert.Empty(result.Problems);
            Assert.Equal(["img1", "img2"], result.Dataset.Movies.Select(movie => movie.Name));
            Assert.Equal([1, 2], result.Dataset.Movies.SelectMany(TestMovie.LabelNumbersOf));
        }
        File.Delete(_folder.Path + ".zip");
    }

    [Fact]
    public void Labels_of_other_endings_too_are_not_Cellposes()
    {
        TestMovie.WriteImages(_folder["a.tif"], 1);
        TestMovie.WriteLabels(_folder["a_masks.tif"], 1);
        TestMovie.WriteImages(_folder["b.tif"], 2);
        TestMovie.WriteLabels(_folder["b_labels.tif"], 2);
        var result = DatasetReader.Import(_folder.Path);
        Assert.Equal((DatasetFormat.LabelFolder, 2), (result.Format, result.Dataset.MovieCount));
    }

    [Fact]
    public void Pickled_masks_alone_are_refused_with_the_remedy()
    {
        foreach (string name in new[] { "a", "b" })
        {
            TestMovie.WriteImages(_folder[name + ".tif"], 1);
            _folder.Write(name + "_seg.npy", "pickle");
        }
        var result = DatasetReader.Import(_folder.Path);
        Assert.Equal((DatasetFormat.Cellpose, 0), (result.Format, result.Dataset.MovieCount));
        Assert.Equal([_folder["a.tif"], _folder["b.tif"]], result.Problems.Select(problem => problem.Target));
        Assert.All(result.Problems, problem => Assert.Contains("_seg.npy", problem.Reason, StringComparison.Ordinal));
        Assert.All(result.Problems, problem => Assert.Contains("PNG or TIFF", problem.Remedy, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cellpose", "_cp_masks.tif", DatasetFormat.Cellpose, false)]
    [InlineData("cellpose_png", "_cp_masks.png", DatasetFormat.Cellpose, false)]
    [InlineData("truth", "_masks.tif", DatasetFormat.Cellpose, false)]
    [InlineData("seg", "_seg.tif", DatasetFormat.LabelFolder, false)]
    [InlineData("stardist", ".tif", DatasetFormat.LabelFolder, false)]
    [InlineData("cellprofiler", "_Nuclei.tiff", DatasetFormat.LabelFolder, true)]
    public void Label_files_of_other_programs_meet_their_images(string program, string ending, DatasetFormat format, bool isSuffix)
    {
        string first = SharedFile.Find($"cases/files/names-of-others/{program}/img0{ending}");
        var labels = TestImages.ReadLabels(first);
        for (int i = 0; i < 3; i++)
            TestStack.Write(_folder[$"img{i}.tif"], "", labels.Height, labels.Width, [TestImages.GreyRgb(labels.Height, labels.Width)[..labels.Pixels.Length]]);
        var options = new DatasetImportOptions { LabelPath = Path.GetDirectoryName(first), Suffix = isSuffix ? ["_Nuclei"] : [] };
        var result = DatasetReader.Import(_folder.Path, options: options);
        Assert.Empty(result.Problems);
        Assert.Equal(format, result.Format);
        Assert.Equal(["img0", "img1", "img2"], result.Dataset.Movies.Select(movie => movie.Name));
        Assert.Equal(labels.Pixels, result.Dataset.Movies[0].ReadLabels().Pixels);
    }
}
