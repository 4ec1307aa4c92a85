using System.Buffers.Binary;
using System.IO.Compression;
using CellSeg.Core.Tests.Support;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.Imaging.Selection;

namespace CellSeg.Core.Tests.Datasets;

public sealed class DatasetReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_found_and_why_is_said()
    {
        var nuclei = new NucleiFolder(_folder["stage"]).Add("a", 20, 30, (1, 1, 4, 5)).Add("b", 20, 30, (1, 1, 4, 5));
        var result = DatasetReader.Import(nuclei.Root);
        Assert.Equal((DatasetFormat.Bbbc038, "2 folders that each have an image in images/ and masks in masks/"), (result.Format, result.Recognition));
    }

    [Fact]
    public void Where_nothing_is_known_all_layouts_are_named()
    {
        string path = _folder.Write("notes.txt", "no data");
        var e = Assert.Throws<CellSegException>(() => DatasetReader.Import(path));
        Assert.Equal(path, e.Target);
        foreach (var format in Enum.GetValues<DatasetFormat>().Except([DatasetFormat.Auto]))
            Assert.Contains($"{format} (", e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_that_means_nothing_to_a_layout_is_refused()
    {
        var nuclei = new NucleiFolder(_folder["stage"]).Add("a", 20, 30, (1, 1, 4, 5));
        DatasetImportOptions[] all =
        [
            new() { ImagePath = _folder.Path }, new() { LabelPath = _folder.Path }, new() { Suffix = ["_x"] }, new() { FilesAreFrames = true },
            new() { LabelChannel = new ChannelSelector(0) }, new() { Slice = SliceSelector.MaximumProjection },
        ];
        Assert.Equal(
            ["ImagePath", "LabelPath", "Suffix", "FilesAreFrames", "LabelChannel", "Slice"],
            all.Select(options => Assert.Throws<CellSegException>(() => DatasetReader.Import(nuclei.Root, DatasetFormat.Bbbc038, options)).Target));
    }

    [Fact]
    public void Values_out_of_their_ranges_are_refused()
    {
        DatasetImportOptions[] all =
            [new() { FirstFrame = -1 }, new() { FirstFrame = 3, LastFrame = 2 }, new() { PixelSize = 0 }, new() { ScaleToPixelSize = double.NaN }];
        Assert.Equal(
            ["FirstFrame", "LastFrame", "PixelSize", "ScaleToPixelSize"],
            all.Select(options => Assert.Throws<CellSegException>(() => DatasetReader.Import(_folder.Path, options: options)).Target));
    }

    [Fact]
    public void A_first_frame_behind_the_last_is_a_problem_of_its_movie()
    {
        var nuclei = new NucleiFolder(_folder["stage"]).Add("a", 20, 30, (1, 1, 4, 5));
        var result = DatasetReader.Import(nuclei.Root, options: new DatasetImportOptions { FirstFrame = 1 });
        Assert.Empty(result.Dataset.Movies);
        Assert.Equal("it has 1 frames, none of number 1 (from 0)", Assert.Single(result.Problems).Reason);
    }

    [Fact]
    public void Images_and_labels_are_scaled_to_a_common_size_of_pixels()
    {
        var nuclei = new NucleiFolder(_folder["stage"]).Add("a", 20, 30, (2, 4, 8, 10));
        var options = new DatasetImportOptions { PixelSize = 0.5, ScaleToPixelSize = 1 };
        var dataset = DatasetReader.Import(nuclei.Root, options: options).Dataset;
        var movie = Assert.Single(dataset.Movies);
        Assert.Equal((1.0, 1.0, "10 x 15"), (dataset.PixelSize, movie.PixelSize, movie.FrameSize.ToString()));
        Assert.Equal(TestImages.Rectangles(10, 15, (1, 2, 4, 5)).Pixels, movie.ReadLabels().Pixels);
        Assert.Equal((3, 10, 15), (movie.ReadImage().Channels, movie.ReadImage().Height, movie.ReadImage().Width));

        var unknown = DatasetReader.Import(nuclei.Root, options: options with { PixelSize = null });
        Assert.Contains("how large its pixels are", Assert.Single(unknown.Problems).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../escape/images/escape.png")]
    [InlineData("/escape/images/escape.png")]
    [InlineData("C:/escape/images/escape.png")]
    [InlineData("..\\escape\\images\\escape.png")]
    public void An_entry_that_leads_out_of_its_archive_is_refused_by_name_and_the_rest_is_read(string entry)
    {
        var nuclei = new NucleiFolder(_folder["stage"]).Add("a", 20, 30, (1, 1, 4, 5));
        string path = _folder["stage.zip"];
        ZipFile.CreateFromDirectory(nuclei.Root, path);
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            using var stream = archive.CreateEntry(entry).Open();
            stream.Write([1, 2, 3]);
        }
        var result = DatasetReader.Import(path);
        Assert.Equal("a", Assert.Single(result.Dataset.Movies).Name);
        var problem = Assert.Single(result.Problems);
        Assert.Equal($"{path}/{entry}", problem.Target);
        Assert.Contains("leads out", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_unpacks_to_more_than_any_image_is_refused_by_name()
    {
        var nuclei = new NucleiFolder(_folder["stage"]).Add("a", 20, 30, (1, 1, 4, 5));
        string path = _folder["stage.zip"];
        ZipFile.CreateFromDirectory(nuclei.Root, path);
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            using var stream = archive.CreateEntry("b/images/b.png").Open();
            stream.Write(new byte[4000]);
        }
        // In the list at the end of the archive, the length of what is unpacked stands 22 bytes before the name.
        byte[] bytes = File.ReadAllBytes(path);
        int name = bytes.AsSpan().LastIndexOf("b/images/b.png"u8);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(name - 22), 300_000_000);
        File.WriteAllBytes(path, bytes);
        var result = DatasetReader.Import(path);
        var problem = Assert.Single(result.Problems);
        Assert.Equal($"{path}/b/images/b.png", problem.Target);
        Assert.Contains("unpacks to 300000000", problem.Reason, StringComparison.Ordinal);
        Assert.Equal("a", Assert.Single(result.Dataset.Movies).Name);
    }
}
