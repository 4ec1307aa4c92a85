using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Datasets.Exporting;

public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Destination => _folder["out"];

    [Fact]
    public void Folders_of_images_and_labels_come_back_as_they_were()
    {
        var dataset = new CellDataset("set", "here",
        [
            Movie("plate1/a", frames: 3, channels: 2, type: 16, pixelSize: 0.65),
            Movie("plate1/b", frames: 1, channels: 1, type: 8, pixelSize: 1.3),
            Movie("plate2/x/a", frames: 2, channels: 3, type: 32, pixelSize: null, largest: 70000),
            Movie("c_seg", frames: 1, channels: 1, type: 16, pixelSize: 0.1),
        ]);
        var outcome = DatasetWriter.Export(dataset, Destination, DatasetExportFormat.LabelFolder);
        Assert.Equal(4, outcome.Written);
        Assert.Empty(outcome.Problems);
        Assert.Empty(outcome.Warnings);
        foreach (string place in new[] { Destination, TestMovie.Zip(Destination) })
        {
            var result = DatasetReader.Import(place);
            Assert.Equal(DatasetFormat.LabelFolder, result.Format);
            Assert.Empty(result.Problems);
            AssertSame(dataset.Movies.OrderBy(movie => movie.Name, StringComparer.Ordinal), result.Dataset.Movies);
            Assert.Equal([null, "plate1", "plate1", "plate2/x"], result.Dataset.Movies.Select(movie => movie.Kind));
        }
    }

    [Fact]
    public void The_challenges_sequences_come_back_with_their_lineage()
    {
        CellTrack[] tracks = [new(1, 0, 1), new(2, 2, 4, 1), new(3, 2, 4, 1), new(4, 0, 4), new(70, 3, 3)];
        var dataset = new CellDataset("set", "here", [Tracked("01", tracks), Movie("02", frames: 1, channels: 1, type: 32, pixelSize: 0.65)]);
        var outcome = DatasetWriter.Export(dataset, Destination, DatasetExportFormat.CellTrackingChallenge);
        Assert.Equal(2, outcome.Written);
        Assert.Empty(outcome.Problems);
        Assert.Empty(outcome.Warnings);
        Assert.Equal("1 0 1 0\n2 2 4 1\n3 2 4 1\n4 0 4 0\n70 3 3 0\n", File.ReadAllText(Path.Combine(Destination, "01_GT", "TRA", "man_track.txt")));
        var result = DatasetReader.Import(Destination);
        Assert.Equal(DatasetFormat.CellTrackingChallenge, result.Format);
        Assert.Empty(result.Problems);
        Assert.Empty(result.Warnings);
        AssertSame(dataset.Movies, result.Dataset.Movies);
    }

    [Fact]
    public void A_simulated_movie_of_the_library_comes_back_from_every_layout()
    {
        var dataset = new CellDataset("set", "here", [Tracked("01", [new(1, 0, 4), new(2, 0, 4)])]);
        foreach (var format in new[] { DatasetExportFormat.LabelFolder, DatasetExportFormat.CellTrackingChallenge })
        {
            string destination = _folder[$"{format}"];
            DatasetWriter.Export(dataset, destination, format);
            AssertSame(dataset.Movies, DatasetReader.Import(destination).Dataset.Movies, hasTracks: format != DatasetExportFormat.LabelFolder);
        }
    }

    [Fact]
    public void What_a_layout_cannot_say_is_told()
    {
        var first = new CellMovie("a", "a", 2, _ => TestImages.Noise(8, 8, 1).WithNames(["DAPI"]), _ => TestImages.Rectangles(8, 8, (1, 1, 2, 2)))
        {
            HasDarkCells = true,
            Kind = "yeast",
            Tracks = [new(1, 0, 1), new(2, 1, 1, 1)],
        };
        var dataset = new CellDataset("set", "here", [first, new CellMovie("b", "b", 2, _ => TestImages.Noise(8, 8, 1))]);
        string folder = string.Join('\n', DatasetWriter.Export(dataset, _folder["f"], DatasetExportFormat.LabelFolder).Warnings);
        string challenge = string.Join('\n', DatasetWriter.Export(dataset, _folder["c"], DatasetExportFormat.CellTrackingChallenge).Warnings);
        foreach (string text in new[] { "b: there are no labels", "a: that cells are dark", "a: the names of channels", "a: the kind" })
        {
            Assert.Contains(text, folder, StringComparison.Ordinal);
            Assert.Contains(text, challenge, StringComparison.Ordinal);
        }
        Assert.Contains("a: which cell came from which", folder, StringComparison.Ordinal);
        Assert.Contains("a and 1 more: names are left out", challenge, StringComparison.Ordinal);
        Assert.Contains("a: tracks that differ from the labels", challenge, StringComparison.Ordinal);
        Assert.Equal("1 0 1 0\n", File.ReadAllText(_folder["c", "01_GT", "TRA", "man_track.txt"]));

        // A kind that all have tells nothing apart.
        var alike = DatasetWriter.Export(new CellDataset("set", "here", [first]), _folder["a"], DatasetExportFormat.LabelFolder);
        Assert.DoesNotContain(alike.Warnings, text => text.Contains("kind", StringComparison.Ordinal));
    }

    [Fact]
    public void Labels_that_nobody_has_tracked_are_written_by_their_ids_and_told()
    {
        var dataset = new CellDataset("set", "here", [Movie("01", frames: 3, channels: 1, type: 8, pixelSize: null)]);
        var outcome = DatasetWriter.Export(dataset, Destination, DatasetExportFormat.CellTrackingChallenge);
        Assert.Contains("nobody has tracked", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../../evil")]
    [InlineData("/evil")]
    [InlineData("a//b")]
    [InlineData(".hidden")]
    [InlineData("a\\b")]
    [InlineData("a.ome")]
    [InlineData("GOOD")]
    [InlineData("good_labels")]
    public void Names_that_would_not_come_back_are_problems_and_leave_nothing(string name)
    {
        var dataset = new CellDataset("set", "here", [Movie("good", 1, 1, 8, null), Movie(name, 1, 1, 8, null)]);
        var outcome = DatasetWriter.Export(dataset, Destination, DatasetExportFormat.LabelFolder);
        var problem = Assert.Single(outcome.Problems);
        Assert.Equal((1, name), (outcome.Written, problem.Target));
        Assert.Equal([Destination], Directory.GetDirectories(_folder.Path));
        Assert.Equal(["images/good.tif", "labels/good.tif"], Files());
    }

    [Fact]
    public void A_movie_that_cannot_be_read_or_does_not_fit_leaves_nothing()
    {
        var broken = new CellMovie("broken", "broken", 3, frame =>
            frame < 2 ? TestImages.Noise(8, 8, 1) : throw new CellSegException("broken", "cut off", "Replace it"));
        var dataset = new CellDataset("set", "here", [broken, Movie("good", 2, 1, 8, null), Movie("colours", 2, 3, 8, null)]);
        foreach (var (format, problems) in new[] { (DatasetExportFormat.LabelFolder, 1), (DatasetExportFormat.CellTrackingChallenge, 2) })
        {
            string destination = _folder[$"{format}"];
            var outcome = DatasetWriter.Export(dataset, destination, format);
            Assert.Equal((3 - problems, problems), (outcome.Written, outcome.Problems.Count));
            var names = Directory.GetFileSystemEntries(destination, "*", SearchOption.AllDirectories).Select(Path.GetFileName);
            Assert.DoesNotContain(names, name => name!.Contains("broken", StringComparison.Ordinal) || name[0] == '.' || name == "01");
            Assert.DoesNotContain(outcome.Warnings, warning => warning.StartsWith("broken", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(DatasetExportFormat.LabelFolder)]
    [InlineData(DatasetExportFormat.CellTrackingChallenge)]
    public void An_earlier_export_is_replaced_only_when_it_may_be_and_then_whole(DatasetExportFormat format)
    {
        DatasetWriter.Export(Set("01", "02", "03"), Destination, format);
        string[] before = Files();
        Assert.Equal(Destination, Assert.Throws<CellSegException>(() => DatasetWriter.Export(Set("01"), Destination, format)).Target);
        Assert.Equal(before, Files());
        _folder.Write("out/notes.txt", "mine");
        DatasetWriter.Export(Set("02"), Destination, format, new DatasetExportOptions { Overwrite = true });
        Assert.Equal(before.Where(file => file.Contains("02", StringComparison.Ordinal)).Append("notes.txt").Order(StringComparer.Ordinal), Files());
        Assert.Equal("02", Assert.Single(DatasetReader.Import(Destination).Dataset.Movies).Name);

        CellDataset Set(params string[] names) => new("set", "here", [.. names.Select(name => Movie(name, 2, 1, 8, null))]);
    }

    [Theory]
    [InlineData(DatasetExportFormat.LabelFolder, "images/raw.tif")]
    [InlineData(DatasetExportFormat.CellTrackingChallenge, "01_ST/SEG/man_seg000.tif")]
    public void Images_that_no_export_wrote_are_neither_replaced_nor_mixed_with_others(DatasetExportFormat format, string file)
    {
        string own = TestMovie.WriteImages(_folder["out", file], 1);
        byte[] content = File.ReadAllBytes(own);
        var dataset = new CellDataset("set", "here", [Movie("01", 2, 1, 8, null)]);
        foreach (bool overwrite in new[] { false, true })
        {
            var options = new DatasetExportOptions { Overwrite = overwrite };
            var error = Assert.Throws<CellSegException>(() => DatasetWriter.Export(dataset, Destination, format, options));
            Assert.Equal(overwrite ? own : Destination, error.Target);
            Assert.Equal([file], Files());
            Assert.Equal(content, File.ReadAllBytes(own));
        }
    }

    [Fact]
    public void A_stopped_export_leaves_the_earlier_one()
    {
        var dataset = new CellDataset("set", "here", [Movie("a", 2, 1, 8, null), Movie("b", 2, 1, 8, null)]);
        DatasetWriter.Export(dataset, Destination, DatasetExportFormat.LabelFolder);
        var before = Directory.GetFiles(Destination, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllBytes);
        using var stop = new CancellationTokenSource();
        var progress = new DirectProgress<WorkProgress>(_ => stop.Cancel());
        Assert.Throws<OperationCanceledException>(() => DatasetWriter.Export(
            dataset.WithMovies("new", [Movie("a", 2, 1, 16, null), Movie("b", 2, 1, 16, null)]), Destination, DatasetExportFormat.LabelFolder,
            new DatasetExportOptions { Overwrite = true }, progress, stop.Token));
        var after = Directory.GetFiles(Destination, "*", new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true });
        Assert.Equal(before.Keys.Order(), after.Order());
        Assert.All(before, pair => Assert.Equal(pair.Value, File.ReadAllBytes(pair.Key)));
    }

    [Fact]
    public void A_data_set_may_be_written_over_the_files_that_it_is_read_from()
    {
        DatasetWriter.Export(new CellDataset("set", "here", [Movie("a", 2, 1, 8, null)]), Destination, DatasetExportFormat.LabelFolder);
        var dataset = DatasetReader.Import(Destination).Dataset;
        var expected = Enumerable.Range(0, 2).Select(frame => dataset.Movies[0].ReadImage(frame).Pixels).ToList();
        Assert.Equal(1, DatasetWriter.Export(dataset, Destination, DatasetExportFormat.LabelFolder, new DatasetExportOptions { Overwrite = true }).Written);
        var movie = Assert.Single(DatasetReader.Import(Destination).Dataset.Movies);
        Assert.Equal(expected, Enumerable.Range(0, 2).Select(frame => movie.ReadImage(frame).Pixels));
    }

    [Fact]
    public void A_file_is_no_folder()
    {
        string file = _folder.Write("out", "text");
        Assert.Equal(file, Assert.Throws<CellSegException>(() => DatasetWriter.Export(
            new CellDataset("set", "here", [Movie("a", 1, 1, 8, null)]), file, DatasetExportFormat.LabelFolder)).Target);
    }

    private string[] Files() => [.. Directory.GetFiles(Destination, "*", new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true })
        .Select(file => Path.GetRelativePath(Destination, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>Noise in whole numbers of 8 or 16 bits, or any in 32, and labels with gaps between their ids.</summary>
    private static CellMovie Movie(string name, int frames, int channels, int type, double? pixelSize, int largest = 300)
    {
        const int Height = 21, Width = 33;
        return new CellMovie(name, name, frames, ReadImage, ReadLabels) { PixelSize = pixelSize };

        CellImage ReadImage(int frame)
        {
            var image = TestImages.Noise(Height, Width, frame + 1, channels);
            return type == 32 ? image : new CellImage(channels, Height, Width, Array.ConvertAll(image.Pixels, value => MathF.Floor(value * (1 << type))));
        }

        LabelImage ReadLabels(int frame)
        {
            var labels = TestImages.Rectangles(Height, Width, (2, 2, 4, 4), (10 + frame, 20, 3, 5));
            labels[20, 32] = largest;
            return labels;
        }
    }

    /// <summary>A movie of five frames in which each track is a cell in all of its frames.</summary>
    private static CellMovie Tracked(string name, CellTrack[] tracks)
        => new(name, name, 5, frame => TestImages.Noise(24, 48, frame), frame =>
        {
            var labels = new LabelImage(24, 48);
            foreach (var (i, track) in tracks.Index().Where(pair => frame >= pair.Item.FirstFrame && frame <= pair.Item.LastFrame))
            {
                for (int row = 2; row < 12; row++)
                    labels.Pixels.AsSpan((row * 48) + (9 * i), 7).Fill(track.Label);
            }
            return labels;
        })
        {
            Tracks = tracks,
            PixelSize = 0.5,
        };

    private static void AssertSame(IEnumerable<CellMovie> expected, IEnumerable<CellMovie> actual, bool hasTracks = true)
    {
        foreach (var (before, after) in expected.Zip(actual))
        {
            Assert.Equal((before.Name, before.FrameCount), (after.Name, after.FrameCount));
            Assert.Equal(before.PixelSize, after.PixelSize);
            for (int frame = 0; frame < before.FrameCount; frame++)
            {
                Assert.Equal(before.ReadImage(frame).Channels, after.ReadImage(frame).Channels);
                Assert.Equal(before.ReadImage(frame).Pixels, after.ReadImage(frame).Pixels);
                Assert.Equal(before.ReadLabels(frame).Pixels, after.ReadLabels(frame).Pixels);
            }
            if (hasTracks)
                Assert.Equal(before.Tracks, after.Tracks);
        }
        Assert.Equal(expected.Count(), actual.Count());
    }
}
