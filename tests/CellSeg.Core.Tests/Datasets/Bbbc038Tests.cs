using System.IO.Compression;
using CellSeg.Core.Tests.Imaging.Raster;
using CellSeg.Core.Tests.Support;
using CellSeg.Imaging.Raster;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.Datasets.Stores;
using CellSeg.Imaging;
using CellSeg.Imaging.Selection;
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_operating_systems_leave_behind_is_no_image(bool isZip)
    {
        var nuclei = new NucleiFolder(_folder["stage"]).Add("a", 20, 30, (1, 1, 4, 5)).Add("b", 20, 30, (1, 1, 4, 5));
        foreach (string name in (string[])["Thumbs.db", "desktop.ini", ".DS_Store", "._a.png", "notes.txt"])
        {
            _folder.Write($"stage/a/images/{name}", "junk");
            _folder.Write($"stage/b/masks/{name}", "junk");
        }
        _folder.Write("stage/__MACOSX/stage/a/images/._a.png", "junk");
        var (dataset, problems) = DatasetReader.Import(isZip ? Zip(nuclei) : nuclei.Root);
        Assert.Empty(problems);
        Assert.Equal((2, 2), (dataset.MovieCount, dataset.AnnotationCount));
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_operating_systems_leave_among_the_files_is_not_looked_at(bool isZip)
    {
        var nuclei = new NucleiFolder(_folder["stage"]);
        foreach (string id in (string[])["a", "b", "c"])
            nuclei.Add(id, 20, 30, (1, 1, 4, 5), (10, 10, 3, 3));
        foreach (string junk in (string[])["Thumbs.db", "desktop.ini", ".DS_Store", "._a.png", "notes.txt"])
        {
            File.WriteAllText(Path.Combine(nuclei.Root, "a", "images", junk), "no picture");
            File.WriteAllText(Path.Combine(nuclei.Root, "b", "masks", junk), "no picture");
            File.WriteAllText(Path.Combine(nuclei.Root, junk), "no picture");
        }
        _folder.Write(Path.Combine("stage", "__MACOSX", "stage", "c", "images", "._c.png"), "no picture");
        _folder.Write(Path.Combine("stage", "__MACOSX", "stage", "c", "masks", "._1.png"), "no picture");

        var (dataset, problems) = DatasetReader.Import(isZip ? Zip(nuclei) : nuclei.Root);
        Assert.Empty(problems);
        Assert.Equal((3, 6), (dataset.MovieCount, dataset.AnnotationCount));
    }

    [Fact]
    public void Masks_without_an_image_are_a_problem()
    {
        var nuclei = new NucleiFolder(_folder["stage"]).Add("a", 8, 8, (1, 1, 4, 5)).Add("b", 8, 8, (1, 1, 4, 5));
        File.Move(nuclei.ImagePath("b"), Path.ChangeExtension(nuclei.ImagePath("b"), ".webp"));
        var (dataset, problems) = DatasetReader.Import(nuclei.Root);
        Assert.Equal("a", Assert.Single(dataset.Movies).Name);
        var problem = Assert.Single(problems);
        Assert.Equal((Path.Combine(nuclei.Root, "b"), "there are 0 images where one belongs"), (problem.Target, problem.Reason));
    }

    [Fact]
    public void Masks_are_read_once_and_every_reading_of_the_labels_is_a_copy()
    {
        var nuclei = new NucleiFolder(_folder["stage"]).Add("a", 20, 30, (1, 1, 4, 5), (10, 10, 3, 3));
        var movie = Assert.Single(DatasetReader.Import(nuclei.Root).Dataset.Movies);
        File.Delete(nuclei.MaskPath("a", "1"));
        var labels = movie.ReadLabels();
        Assert.Equal(TestImages.Rectangles(20, 30, (1, 1, 4, 5), (10, 10, 3, 3)).Pixels, labels.Pixels);
        Array.Clear(labels.Pixels);
        Assert.Equal(2, movie.ReadLabels().CountCells());
    }

    [Fact]
    public void Masks_of_every_kind_are_told_by_what_is_not_black()
    {
        var nuclei = new NucleiFolder(_folder["stage"]).Add("a", 9, 13, (0, 0, 1, 1));
        int[] rectangle = TestImages.Rectangles(9, 13, (2, 3, 4, 5)).Pixels;
        var palette = new PngWriter(new PngHeader(13, 9, 1, PngColour.Palette, false)) { Before = { ("PLTE", [90, 0, 0, 0, 0, 0]) } };
        var alpha = new PngWriter(new PngHeader(13, 9, 16, PngColour.GreyAlpha, true));
        foreach (byte[] mask in (byte[][])[
            // Here the cell is at the places of number 0, which is red.
            palette.Write(rectangle.Select(id => 1 - id).ToArray()),
            alpha.Write(rectangle.SelectMany(id => (int[])[id * 256, 65535]).ToArray()),
            new PngWriter(new PngHeader(13, 9, 1, PngColour.Grey, false)).Write(rectangle)])
        {
            File.WriteAllBytes(nuclei.MaskPath("a", "1"), mask);
            Assert.Equal(rectangle, Assert.Single(DatasetReader.Import(nuclei.Root).Dataset.Movies).ReadLabels().Pixels);
        }
        File.WriteAllBytes(nuclei.MaskPath("a", "1"), JpegFileTests.Write(1));
        Assert.Contains("JPEG", Assert.Single(DatasetReader.Import(nuclei.Root).Problems).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_a_zip_are_read_by_many_threads_at_once()
    {
        byte[] random = new byte[40_000];
        new Random(1).NextBytes(random);
        for (int i = 0; i < 60; i++)
            _folder.Write(Path.Combine("many", $"{i}.txt"), [(byte)i, .. random.AsSpan(0, i * 600), .. new byte[5000]]);
        ZipFile.CreateFromDirectory(_folder["many"], _folder["many.zip"]);
        var store = new ZipFileStore(_folder["many.zip"]);
        // A name is all that the other readers must not need.
        File.Move(_folder["many.zip"], _folder["other.zip"]);
        Parallel.For(0, 600, new ParallelOptions { MaxDegreeOfParallelism = 12 }, i =>
            Assert.Equal(File.ReadAllBytes(_folder["many", $"{i % 60}.txt"]), store.ReadAllBytes($"{i % 60}.txt")));
    }

    [Fact]
    public void What_is_odd_about_an_image_is_told_by_its_file()
    {
        var nuclei = new NucleiFolder(_folder["stage"]).Add("a", 8, 8, (1, 1, 4, 5)).Add("flat", 8, 8, (1, 1, 4, 5));
        ImageWriter.WriteRgb(nuclei.ImagePath("flat"), 8, 8, [.. Enumerable.Repeat((byte)7, 3 * 64)]);
        var result = DatasetReader.Import(nuclei.Root);
        Assert.Equal(["a", "flat"], result.Dataset.Movies.Select(movie => movie.Name));
        Assert.StartsWith(nuclei.ImagePath("flat") + ": all values", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Dark_cells_are_remembered_and_the_image_stays_as_it_is(bool areDark)
    {
        var nuclei = new NucleiFolder(_folder["stage"]).Add("a", 8, 8, (1, 1, 4, 5));
        var movie = Assert.Single(DatasetReader.Import(nuclei.Root, options: new DatasetImportOptions { Invert = areDark }).Dataset.Movies);
        Assert.Equal(areDark, movie.HasDarkCells);
        Assert.Equal(Enumerable.Range(0, 64).Select(i => (float)(byte)(i * 7)), movie.ReadImage().Plane(0).ToArray());
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
