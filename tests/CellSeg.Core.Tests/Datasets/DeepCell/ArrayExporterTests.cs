using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.Datasets.Simulation;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Datasets.DeepCell;

public sealed class ArrayExporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1, "|u1", "(3, 4, 5, 1)", 0, 255)]
    [InlineData(3, 1, "<u2", "(3, 4, 5, 3)", 0, 65535)]
    [InlineData(1, 2, "<u2", "(3, 2, 4, 5, 1)", 1, 256)]
    [InlineData(2, 2, "<f4", "(3, 2, 4, 5, 2)", -1, 3)]
    [InlineData(1, 1, "<f4", "(3, 4, 5, 1)", 0.5f, 3)]
    [InlineData(1, 1, "<f4", "(3, 4, 5, 1)", 0, 65536)]
    [InlineData(1, 1, "<f4", "(3, 4, 5, 1)", 0, float.NaN)]
    public void What_an_archive_of_numpy_gets_is_read_again_and_is_in_the_smallest_type(
        int channels, int frames, string type, string shape, float one, float other)
    {
        var movies = Enumerable.Range(0, 3)
            .Select(i => Movie($"m{i}", frames, channels, 4, 5, (f, p) => p == i ? one : p == 7 + f ? other : p, (f, p) => p % 4 == i ? 70000 + f : 0))
            .ToList();
        var dataset = Dataset([.. movies]);
        string path = _folder["new", "data.npz"];
        var outcome = DatasetWriter.Export(dataset, path, DatasetExportFormat.Npz);
        Assert.Equal(3, outcome.Written);
        Assert.Empty(outcome.Problems);
        Assert.Empty(outcome.Warnings);
        var result = DatasetReader.Import(path);
        AssertEqual(movies, result.Dataset.Movies);
        using var zip = ZipFile.OpenRead(path);
        Assert.Equal(["X.npy", "y.npy"], zip.Entries.Select(entry => entry.FullName));
        Assert.Contains($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}", HeadOf(zip.Entries[0]), StringComparison.Ordinal);
        shape = $"{shape[..shape.LastIndexOf(' ')]} 1)";
        Assert.Contains($"{{'descr': '<i4', 'fortran_order': False, 'shape': {shape}, }}", HeadOf(zip.Entries[1]), StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_data_sets_give_equal_bytes_and_no_other_file_stays()
    {
        var dataset = Dataset(Movie("a", 2, 1, 4, 5, (f, p) => p, (f, p) => p));
        foreach (var (format, extension) in ((DatasetExportFormat, string)[])[(DatasetExportFormat.Npz, "npz"), (DatasetExportFormat.Trks, "trks")])
        {
            string[] paths = [_folder[extension, $"a.{extension}"], _folder[extension, $"b.{extension}"]];
            foreach (string path in paths)
                DatasetWriter.Export(dataset, path, format);
            Assert.Equal(File.ReadAllBytes(paths[0]), File.ReadAllBytes(paths[1]));
            Assert.Equal(paths, Directory.GetFiles(_folder[extension]).Order());
        }
    }

    [Theory]
    [InlineData("cells.trks")]
    [InlineData("cells.TRK")]
    public void Tracked_movies_are_read_again_with_their_lineage(string name)
    {
        var tracks = (CellTrack[])[new(1, 0, 1), new(2, 2, 3, 1), new(5, 2, 2, 1), new(9, 0, 3)];
        var movie = Tracked("field", tracks);
        string path = _folder[name];
        var outcome = DatasetWriter.Export(Dataset(movie), path, DatasetExportFormat.Trks);
        Assert.Equal((1, 0, 0), (outcome.Written, outcome.Problems.Count, outcome.Warnings.Count));
        var result = DatasetReader.Import(path);
        Assert.Empty(result.Warnings);
        AssertEqual([movie], result.Dataset.Movies);
        Assert.Equal(tracks, result.Dataset.Movies[0].Tracks);
    }

    /// <summary>The text is what DeepCell's description of a lineage makes of these four cells.</summary>
    [Fact]
    public void A_lineage_is_written_as_deepcell_does()
    {
        var movie = Tracked("field", [new(1, 0, 1), new(2, 2, 3, 1), new(5, 2, 2, 1), new(9, 0, 3)]);
        DatasetWriter.Export(Dataset(movie), _folder["cells.trk"], DatasetExportFormat.Trks);
        using var tar = new TarReader(new GZipStream(File.OpenRead(_folder["cells.trk"]), CompressionMode.Decompress));
        var entry = tar.GetNextEntry(copyData: true)!;
        Assert.Equal("lineage.json", entry.Name);
        string json = new StreamReader(entry.DataStream!).ReadToEnd();
        Assert.Equal(
            "{\"1\":{\"label\":1,\"frames\":[0,1],\"daughters\":[2,5],\"capped\":false,\"frame_div\":2,\"parent\":null},"
            + "\"2\":{\"label\":2,\"frames\":[2,3],\"daughters\":[],\"capped\":false,\"frame_div\":null,\"parent\":1},"
            + "\"5\":{\"label\":5,\"frames\":[2],\"daughters\":[],\"capped\":false,\"frame_div\":null,\"parent\":1},"
            + "\"9\":{\"label\":9,\"frames\":[0,1,3],\"daughters\":[],\"capped\":false,\"frame_div\":null,\"parent\":null}}",
            string.Concat(json.Where(letter => !char.IsWhiteSpace(letter))));
        Assert.Equal(["raw.npy", "tracked.npy"], (string[])[tar.GetNextEntry()!.Name, tar.GetNextEntry()!.Name]);
    }

    [Fact]
    public void Tracked_movies_of_different_length_are_filled_up_and_read_without_that()
    {
        var movies = (CellMovie[])[
            Movie("a", 1, 1, 2, 3, (f, p) => 1 + p, (f, p) => p == 0 ? 4 : 0), Movie("b", 3, 1, 2, 3, (f, p) => 100 + p, (f, p) => p == f ? 1 : 0),
            Movie("c", 2, 1, 2, 3, (f, p) => 10 + p, (f, p) => p == f ? 1 : 0)];
        string path = _folder["cells.trks"];
        var outcome = DatasetWriter.Export(Dataset(movies), path, DatasetExportFormat.Trks);
        Assert.Contains("3 movies have no tracks", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        var result = DatasetReader.Import(path);
        Assert.Contains("2 of 3 movies", Assert.Single(result.Warnings), StringComparison.Ordinal);
        AssertEqual(movies, result.Dataset.Movies);
        Assert.Equal([new CellTrack(4, 0, 0)], result.Dataset.Movies[0].Tracks);
        Assert.Equal([new CellTrack(1, 0, 2)], result.Dataset.Movies[1].Tracks);
    }

    [Fact]
    public void Simulated_movies_make_the_round_trip()
    {
        var dataset = CellSimulator.Simulate(new SimulationOptions { MovieCount = 2, FrameCount = 3, Width = 40, Height = 48, CellCount = 4, Seed = 3 });
        foreach (var (format, name) in ((DatasetExportFormat, string)[])[(DatasetExportFormat.Npz, "a.npz"), (DatasetExportFormat.Trks, "a.trks")])
        {
            Assert.Equal(2, DatasetWriter.Export(dataset, _folder[name], format).Written);
            var result = DatasetReader.Import(_folder[name]);
            AssertEqual(dataset.Movies, result.Dataset.Movies);
            Assert.Equal(dataset.AnnotationCount, result.Dataset.AnnotationCount);
        }
    }

    [Theory]
    [InlineData(DatasetExportFormat.Npz, "data.npz")]
    [InlineData(DatasetExportFormat.Trks, "data.trks")]
    public void A_movie_that_cannot_be_read_is_a_problem_and_the_others_are_written(DatasetExportFormat format, string name)
    {
        var good = Movie("good", 2, 1, 2, 3, (f, p) => 1 + p, (f, p) => p == 0 ? 4 : 0);
        // Of another size, failing in its second frame: neither its numbers nor its size may be left.
        var broken = new CellMovie("broken", "broken.tif", 2, f => f == 0 ? good.ReadImage() : throw CutOff("broken.tif"), _ => good.ReadLabels());
        var large = new CellMovie(
            "large", "large.tif", 2, f => f == 0 ? new CellImage(1, 9, 9, new float[81]) : throw CutOff("large.tif"), _ => new LabelImage(9, 9));
        var unlabelled = new CellMovie("unlabelled", "unlabelled.tif", 2, good.ReadImage);
        var uneven = new CellMovie("uneven", "uneven.tif", 2, good.ReadImage, _ => new LabelImage(3, 2));
        var last = Movie("last", 2, 1, 2, 3, (f, p) => 300 + p, (f, p) => p);
        var outcome = DatasetWriter.Export(Dataset(large, good, broken, unlabelled, uneven, last), _folder[name], format);
        Assert.Equal(2, outcome.Written);
        Assert.Equal(["large.tif", "broken.tif", "unlabelled.tif", "uneven.tif (frame 0, from 0)"], outcome.Problems.Select(problem => problem.Target));
        AssertEqual([good, last], DatasetReader.Import(_folder[name]).Dataset.Movies);
    }

    [Fact]
    public void Where_no_movie_can_be_written_there_is_no_file()
    {
        var unlabelled = new CellMovie("a", "a.tif", 1, _ => new CellImage(1, 1, 1, [1]));
        var outcome = DatasetWriter.Export(Dataset(unlabelled), _folder["data.npz"], DatasetExportFormat.Npz);
        Assert.Equal((0, "a.tif"), (outcome.Written, Assert.Single(outcome.Problems).Target));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Movies_of_different_sizes_are_refused_with_all_of_them()
    {
        var dataset = Dataset(
            Flat("a", 2, 1, 4, 5), Flat("b", 2, 1, 4, 5), Flat("c", 1, 1, 4, 5), Flat("d", 2, 3, 4, 5), Flat("e", 2, 1, 6, 5));
        var problem = Assert.Throws<CellSegException>(() => DatasetWriter.Export(dataset, _folder["data.npz"], DatasetExportFormat.Npz));
        foreach (string shape in (string[])["2 of 2 frames of 4 x 5 with 1 channel,", "1 of 1 frame of 4 x 5 with 1", "of 4 x 5 with 3", "of 6 x 5 with 1"])
            Assert.Contains(shape, problem.Reason, StringComparison.Ordinal);
        Assert.Contains("LabelFolder", problem.Remedy, StringComparison.Ordinal);
        problem = Assert.Throws<CellSegException>(() => DatasetWriter.Export(dataset, _folder["data.trks"], DatasetExportFormat.Trks));
        Assert.Contains("3 of 4 x 5 with 1 channel", problem.Reason, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_file_that_is_there_stays_unless_it_may_be_replaced()
    {
        string path = _folder.Write("data.npz", "before");
        var dataset = Dataset(Flat("a", 1, 1, 2, 2));
        Assert.Equal(path, Assert.Throws<CellSegException>(() => DatasetWriter.Export(dataset, path, DatasetExportFormat.Npz)).Target);
        Assert.Equal("before", File.ReadAllText(path));
        DatasetWriter.Export(dataset, path, DatasetExportFormat.Npz, new() { Overwrite = true });
        Assert.Single(DatasetReader.Import(path).Dataset.Movies);
    }

    [Theory]
    [InlineData(DatasetExportFormat.Npz, "data.zip")]
    [InlineData(DatasetExportFormat.Trks, "data")]
    [InlineData(DatasetExportFormat.Trks, "data.trk")]
    [InlineData(DatasetExportFormat.Npz, "folder.npz")]
    public void Destinations_that_do_not_fit_are_refused(DatasetExportFormat format, string name)
    {
        Directory.CreateDirectory(_folder["folder.npz"]);
        var dataset = Dataset(Flat("a", 1, 1, 2, 2), Flat("b", 1, 1, 2, 2));
        Assert.Equal(_folder[name], Assert.Throws<CellSegException>(() => DatasetWriter.Export(dataset, _folder[name], format)).Target);
    }

    [Fact]
    public void What_has_no_place_in_the_file_is_told()
    {
        var image = Flat("a", 2, 1, 2, 2);
        var movie = new CellMovie(
            "a", "a.tif", 2, f => f == 0 ? image.ReadImage() : new CellImage(1, 2, 2, new float[4]), f => f == 0 ? image.ReadLabels() : new LabelImage(2, 2))
        {
            HasDarkCells = true,
            Kind = "HeLa",
            PixelSize = 0.5,
            Tracks = [new(1, 0, 0), new(2, 0, 0, 1)],
        };
        var warnings = DatasetWriter.Export(Dataset(movie), _folder["data.npz"], DatasetExportFormat.Npz).Warnings;
        foreach (string word in (string[])["-PixelSize", "-Invert", "kind", "padding", "division"])
            Assert.Single(warnings, warning => warning.Contains(word, StringComparison.Ordinal));
        warnings = DatasetWriter.Export(Dataset(movie), _folder["data.trks"], DatasetExportFormat.Trks).Warnings;
        Assert.Single(warnings, warning => warning.Contains("in no label image", StringComparison.Ordinal));
    }

    [Fact]
    public void Writing_that_is_cancelled_leaves_nothing()
    {
        using var source = new CancellationTokenSource();
        int reports = 0;
        var progress = new DirectProgress<WorkProgress>(report =>
        {
            Assert.Equal(6, report.Total);
            if (++reports == 5)
                source.Cancel();
        });
        var dataset = Dataset(Flat("a", 1, 1, 2, 2), Flat("b", 1, 1, 2, 2), Flat("c", 1, 1, 2, 2));
        Assert.Throws<OperationCanceledException>(
            () => DatasetWriter.Export(dataset, _folder["data.npz"], DatasetExportFormat.Npz, null, progress, source.Token));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private static CellDataset Dataset(params CellMovie[] movies) => new("data", "test", movies);

    private static CellSegException CutOff(string path) => new(path, "it is cut off", "Copy it again");

    private static CellMovie Flat(string name, int frames, int channels, int height, int width)
        => Movie(name, frames, channels, height, width, (f, p) => 3, (f, p) => 1);

    private static CellMovie Tracked(string name, IReadOnlyList<CellTrack> tracks)
    {
        int[][] labels = [[1, 1, 9], [1, 0, 9], [2, 5, 0], [2, 0, 9]];
        return new CellMovie(name, $"{name}.tif", 4, f => new CellImage(1, 1, 3, [f, 1, 2]), f => new LabelImage(1, 3, labels[f])) { Tracks = tracks };
    }

    /// <summary>A movie whose values and labels are told by frame and place, the place running over the channels too.</summary>
    private static CellMovie Movie(
        string name, int frames, int channels, int height, int width, Func<int, int, float> value, Func<int, int, int> label) => new(
        name, $"{name}.tif", frames,
        f => new CellImage(channels, height, width, [.. Enumerable.Range(0, channels * height * width).Select(p => value(f, p))]),
        f => new LabelImage(height, width, [.. Enumerable.Range(0, height * width).Select(p => label(f, p))]));

    private static void AssertEqual(IReadOnlyList<CellMovie> expected, IReadOnlyList<CellMovie> actual)
    {
        Assert.Equal(expected.Select(movie => movie.FrameCount), actual.Select(movie => movie.FrameCount));
        foreach (var (one, other) in expected.Zip(actual))
        {
            for (int frame = 0; frame < one.FrameCount; frame++)
            {
                Assert.Equal(one.ReadImage(frame).Channels, other.ReadImage(frame).Channels);
                Assert.Equal(one.ReadImage(frame).Pixels, other.ReadImage(frame).Pixels);
                Assert.Equal(one.ReadLabels(frame).Pixels, other.ReadLabels(frame).Pixels);
            }
        }
    }

    private static string HeadOf(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        byte[] head = new byte[128];
        stream.ReadExactly(head);
        return Encoding.Latin1.GetString(head);
    }
}
