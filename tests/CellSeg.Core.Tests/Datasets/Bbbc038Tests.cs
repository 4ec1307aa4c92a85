using CellSeg.Imaging.Selection;
using System.IO.Compression;
using CellSeg.Core.Tests.Support;
using CellSeg.Datasets.Formats;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Datasets;

public sealed class Bbbc038Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_and_masks_are_read_from_a_folder_and_from_a_zip(bool isZip)
    {
        var nuclei = new NucleiFolder(_folder["stage"])
            .Add("b", 20, 30, (1, 1, 4, 5), (10, 10, 3, 3), (15, 20, 2, 2))
            .Add("a", 16, 12, (0, 0, 16, 6));
        string path = isZip ? Zip(nuclei) : nuclei.Root;

        var (dataset, problems) = DatasetReader.Import(path, options: new DatasetImportOptions { PixelSize = 0.5 });
        Assert.Empty(problems);
        Assert.Equal("stage", dataset.Name);
        Assert.Equal(0.5, dataset.PixelSize);
        Assert.Equal(["a", "b"], dataset.Movies.Select(movie => movie.Name));
        Assert.Equal((2, 2, 4), (dataset.MovieCount, dataset.FrameCount, dataset.AnnotationCount));
        var image = dataset.Movies[1].ReadImage();
        Assert.Equal((3, 20, 30), (image.Channels, image.Height, image.Width));
        Assert.Equal(Enumerable.Range(0, 600).Select(i => (float)(byte)(i * 7)), image.ToGrey().Pixels);
        Assert.Equal(TestImages.Rectangles(20, 30, (1, 1, 4, 5), (10, 10, 3, 3), (15, 20, 2, 2)).Pixels, dataset.Movies[1].ReadLabels().Pixels);
    }

    [Fact]
    public void Each_damaged_image_is_one_problem_that_names_its_file_and_the_rest_is_read()
    {
        var nuclei = new NucleiFolder(_folder["stage"]);
        foreach (string id in (string[])["good1", "other-size", "garbage", "truncated", "bad-mask", "two-images", "good2"])
            nuclei.Add(id, 40, 40, (1, 1, 4, 5), (20, 20, 8, 8));
        nuclei.Add("no-masks", 40, 40);
        nuclei.AddMask("other-size", "2", 40, 41, (0, 0, 2, 2));
        File.WriteAllText(nuclei.ImagePath("garbage"), "this is no picture");
        Truncate(nuclei.ImagePath("truncated"));
        Truncate(nuclei.MaskPath("bad-mask", "1"));
        File.Copy(nuclei.ImagePath("two-images"), nuclei.ImagePath("two-images") + ".png");

        var (dataset, problems) = DatasetReader.Import(nuclei.Root);
        Assert.Equal(["good1", "good2"], dataset.Movies.Select(movie => movie.Name));
        string[] expected =
        [
            nuclei.MaskPath("bad-mask", "1"), nuclei.ImagePath("garbage"), Path.Combine(nuclei.Root, "no-masks"),
            nuclei.MaskPath("other-size", "2"), nuclei.ImagePath("truncated"), Path.Combine(nuclei.Root, "two-images"),
        ];
        Assert.Equal(expected, problems.Select(problem => problem.Target));
    }

    [Fact]
    public void The_first_mask_keeps_the_pixels_that_two_of_them_claim()
    {
        var nuclei = new NucleiFolder(_folder["stage"]).Add("a", 10, 10, (0, 0, 6, 6), (4, 4, 6, 6), (1, 1, 2, 2));
        var movie = Assert.Single(DatasetReader.Import(nuclei.Root).Dataset.Movies);
        // The third lies in the first altogether, so that nothing is left of it.
        Assert.Equal(TestImages.Rectangles(10, 10, (4, 4, 6, 6), (0, 0, 6, 6)).Pixels.Select(id => id == 0 ? 0 : 3 - id), movie.ReadLabels().Pixels);
        Assert.Equal(2, movie.AnnotationCount);
    }

    [Fact]
    public void A_list_chooses_images_and_those_it_misses_are_problems()
    {
        var nuclei = new NucleiFolder(_folder["stage"]);
        foreach (string id in (string[])["a", "b", "c"])
            nuclei.Add(id, 8, 8, (1, 1, 4, 5));
        string list = _folder.Write("list.txt", "c\n\n  a \nnone\n");
        var (dataset, problems) = DatasetReader.Import(nuclei.Root, options: new DatasetImportOptions { IncludeListPath = list });
        Assert.Equal(["a", "c"], dataset.Movies.Select(movie => movie.Name));
        var problem = Assert.Single(problems);
        Assert.Equal(list, problem.Target);
        Assert.Contains("none", problem.Reason, StringComparison.Ordinal);
        string missing = _folder["no-list.txt"];
        Assert.Equal(
            missing,
            Assert.Throws<CellSegException>(() => DatasetReader.Import(nuclei.Root, options: new DatasetImportOptions { IncludeListPath = missing })).Target);
    }

    [Fact]
    public void A_channel_that_is_not_there_is_a_problem()
    {
        var nuclei = new NucleiFolder(_folder["stage"]).Add("a", 8, 8, (1, 1, 4, 5));
        Assert.Empty(DatasetReader.Import(nuclei.Root, options: new DatasetImportOptions { Channel = [new ChannelSelector(2)] }).Problems);
        Assert.Equal(
            nuclei.ImagePath("a"),
            Assert.Single(DatasetReader.Import(nuclei.Root, options: new DatasetImportOptions { Channel = [new ChannelSelector(3)] }).Problems).Target);
    }

    [Fact]
    public void A_path_with_a_closing_separator_gives_the_same_name()
    {
        var nuclei = new NucleiFolder(_folder["stage"]).Add("a", 8, 8, (1, 1, 4, 5));
        Assert.Equal("stage", DatasetReader.Import(nuclei.Root + Path.DirectorySeparatorChar).Dataset.Name);
    }

    [Fact]
    public void What_is_no_data_set_is_refused_by_name()
    {
        string noZip = _folder.Write("data.zip", "this is no archive");
        string empty = _folder["empty"], other = _folder["other"], missing = _folder["missing"];
        Directory.CreateDirectory(empty);
        _folder.Write(Path.Combine("other", "a", "b", "c.png"), "not read");
        foreach (string path in (string[])[noZip, empty, other, missing])
            Assert.Equal(path, Assert.Throws<CellSegException>(() => DatasetReader.Import(path)).Target);
    }

    [Fact]
    public void A_damaged_zip_gives_problems_or_one_error_and_never_anything_else()
    {
        string path = Zip(new NucleiFolder(_folder["stage"]).Add("a", 8, 8, (1, 1, 4, 5)).Add("b", 8, 8, (1, 1, 4, 5)));
        byte[] intact = File.ReadAllBytes(path);
        var random = new RandomSource(1);
        for (int i = 0; i < 150; i++)
        {
            byte[] damaged = [.. intact];
            if (i % 3 == 0)
                damaged = damaged[..random.Next(damaged.Length)];
            else
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            string copy = _folder.Write($"damaged{i}.zip", damaged);
            try
            {
                var (dataset, _) = DatasetReader.Import(copy);
                Assert.InRange(dataset.MovieCount, 0, 2);
            }
            catch (CellSegException e)
            {
                Assert.StartsWith(copy, e.Target, StringComparison.Ordinal);
            }
        }
    }

    private string Zip(NucleiFolder nuclei)
    {
        string path = _folder["stage.zip"];
        ZipFile.CreateFromDirectory(nuclei.Root, path, CompressionLevel.Fastest, includeBaseDirectory: true);
        return path;
    }

    private static void Truncate(string path) => File.WriteAllBytes(path, File.ReadAllBytes(path)[..^30]);
}
