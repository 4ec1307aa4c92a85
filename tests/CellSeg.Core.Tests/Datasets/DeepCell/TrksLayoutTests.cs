using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;

namespace CellSeg.Core.Tests.Datasets.DeepCell;

public sealed class TrksLayoutTests : IDisposable
{
    // Three frames of 1 x 4 pixels: cell 1 divides after frame 0 into 2 and 3; 4 is there all the time.
    private const string Tracked = "1 1 0 4  2 0 3 4  2 0 0 4";
    private const string Division =
        """
        {"1": {"label": 1, "frames": [0], "daughters": [2, 3], "capped": true, "frame_div": 1, "parent": null},
         "2": {"label": 2, "frames": [1, 2], "daughters": [], "capped": false, "frame_div": null, "parent": 1},
         "3": {"label": 3, "frames": [1], "daughters": [], "capped": false, "frame_div": null, "parent": 1},
         "4": {"label": 4, "frames": [0, 1, 2], "daughters": [], "capped": false, "frame_div": null, "parent": null}}
        """;

    private const string Single = """{"7": {"label": 7, "frames": [0], "daughters": [], "capped": false, "frame_div": null, "parent": null}}""";

    private static readonly CellTrack[] Tracks = [new(1, 0, 0), new(2, 1, 2, 1), new(3, 1, 1, 1), new(4, 0, 2)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Several_movies_are_read_with_their_lineage(bool isPacked)
    {
        // The second movie has one frame and is filled up with two of zeros.
        string path = _folder.Write("cells.trks", NpyFile.Tar(
            isPacked,
            ("lineages.json", Text($"[{Division}, {Single}]")),
            ("raw.npy", NpyFile.Make("(2, 3, 1, 4, 1)", [.. Enumerable.Range(0, 16).Select(i => i + 0.5f), .. new float[8]])),
            ("tracked.npy", NpyFile.Make("(2, 3, 1, 4, 1)", [.. Numbers(Tracked), 0, 7, 7, 0, .. new int[8]]))));
        var result = DatasetReader.Import(path);
        Assert.Empty(result.Problems);
        Assert.Contains("cells-0002 (1 of 3)", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(DatasetFormat.Trks, result.Format);
        var movies = result.Dataset.Movies;
        Assert.Equal([("cells-0001", 3), ("cells-0002", 1)], movies.Select(movie => (movie.Name, movie.FrameCount)));
        Assert.Equal(Tracks, movies[0].Tracks);
        Assert.Equal([new CellTrack(7, 0, 0)], movies[1].Tracks);
        Assert.Equal([4.5f, 5.5f, 6.5f, 7.5f], movies[0].ReadImage(1).Pixels);
        Assert.Equal([2, 0, 3, 4], movies[0].ReadLabels(1).Pixels);
        Assert.Equal([0, 7, 7, 0], movies[1].ReadLabels().Pixels);
        Assert.Equal(7 + 1, result.Dataset.AnnotationCount);
    }

    [Theory]
    [InlineData("lineage.json", "cells.trk", "")]
    [InlineData("lineages.json", "cells.trk", "./")]
    public void One_movie_is_read_without_an_axis_of_movies(string lineage, string name, string prefix)
    {
        string path = _folder.Write(
            name, NpyFile.Tar(true, (prefix + lineage, Text(Division)), (prefix + "raw.npy", Raw), (prefix + "tracked.npy", Labels(Tracked))));
        var movie = Assert.Single(Import(path).Movies);
        Assert.Equal(("cells", path, 3), (movie.Name, movie.Path, movie.FrameCount));
        Assert.Equal(Tracks, movie.Tracks);
    }

    [Fact]
    public void Frames_are_cut_with_their_lineage()
        => Assert.Equal(
            [new CellTrack(2, 0, 1), new CellTrack(3, 0, 0), new CellTrack(4, 0, 1)],
            DatasetReader.Import(Write(Division, Tracked), options: new() { FirstFrame = 1 }).Dataset.Movies[0].Tracks);

    [Theory]
    [InlineData("\"daughters\": [2, 3]", "\"daughters\": [2, 3, 9]", "daughters are not in the lineage and were forgotten: 1 -> 9", 1)]
    [InlineData("\"daughters\": [2, 3]", "\"daughters\": [2]", "parents do not name their daughter, which names them and was believed: 1 -> 3", 1)]
    [InlineData("[1], \"daughters\": [], \"capped\": false, \"frame_div\": null, \"parent\": 1",
        "[1], \"daughters\": [], \"parent\": null", "daughters do not name their parent, which names them and was believed: 1 -> 3", 1)]
    [InlineData("[1], \"daughters\": [], \"capped\": false, \"frame_div\": null, \"parent\": 1",
        "[1], \"daughters\": [], \"parent\": 8", "parents are not in the lineage and were forgotten: 8 -> 3", 1)]
    [InlineData("\"daughters\": [], \"capped\": false, \"frame_div\": null, \"parent\": null",
        "\"daughters\": [3]", "named by a second parent, which was not believed: 4 -> 3", 1)]
    [InlineData("[1, 2]", "[1]", "other frames than the label images, which hold: 2", 1)]
    [InlineData("[1, 2]", "[1, 2, 3]", "other frames than the label images, which hold: 2", 1)]
    [InlineData("\"4\": {\"label\": 4", "\"5\": {\"label\": 5", "cells of the lineage are in no label image and were left out: 5", 1)]
    public void Contradictions_are_told_and_the_images_and_the_daughters_are_believed(string old, string now, string warning, int parent)
    {
        var result = DatasetReader.Import(Write(Division.Replace(old, now), Tracked));
        Assert.Empty(result.Problems);
        Assert.Contains(result.Warnings, text => text.Contains(warning, StringComparison.Ordinal) && text.StartsWith(_folder.Path, StringComparison.Ordinal));
        Assert.Equal([new CellTrack(1, 0, 0), new(2, 1, 2, 1), new(3, 1, 1, parent), new(4, 0, 2)], result.Dataset.Movies[0].Tracks);
    }

    [Fact]
    public void A_daughter_that_begins_before_its_parent_ends_is_none()
    {
        var result = DatasetReader.Import(Write(Division.Replace("\"frames\": [0],", "\"frames\": [0, 1],"), "1 1 0 4  2 1 3 4  2 0 0 4"));
        Assert.EndsWith("before their parent has ended, so that it was forgotten: 1 -> 2, 1 -> 3.", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.All(result.Dataset.Movies[0].Tracks, track => Assert.Null(track.Parent));
    }

    [Fact]
    public void Cells_without_a_lineage_are_tracks_without_a_parent()
    {
        var result = DatasetReader.Import(Write("{}", Tracked));
        Assert.EndsWith("were taken for cells without a parent: 1, 2, 3, 4.", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal([new CellTrack(1, 0, 0), new(2, 1, 2), new(3, 1, 1), new(4, 0, 2)], result.Dataset.Movies[0].Tracks);
    }

    [Theory]
    [InlineData("{\"x\": {\"frames\": [0]}}", "'x'")]
    [InlineData("{\"0\": {\"frames\": [0]}}", "'0'")]
    [InlineData("{\"1\": {\"frames\": [0]}, \"1\": {\"frames\": [0]}}", "'1'")]
    [InlineData("{\"1\": []}", "cell 1 is no object")]
    [InlineData("{\"1\": {}}", "no frames")]
    [InlineData("{\"1\": {\"frames\": 3}}", "no list")]
    [InlineData("{\"1\": {\"frames\": [0.5]}}", "0.5")]
    [InlineData("{\"1\": {\"frames\": [-1]}}", "-1")]
    [InlineData("{\"1\": {\"label\": 2, \"frames\": [0]}}", "another label")]
    [InlineData("{\"1\": {\"frames\": [0], \"parent\": \"2\"}}", "parent")]
    [InlineData("3", "no object")]
    public void A_lineage_of_another_form_is_a_problem_of_its_movie(string lineage, string reason)
    {
        string path = _folder.Write("cells.trks", NpyFile.Tar(
            true, ("lineages.json", Text($"[{lineage}, {Division}]")),
            ("raw.npy", NpyFile.Make("(2, 3, 1, 4, 1)", Enumerable.Repeat(1f, 24).ToArray())),
            ("tracked.npy", NpyFile.Make("(2, 3, 1, 4, 1)", [.. Numbers(Tracked), .. Numbers(Tracked)]))));
        var result = DatasetReader.Import(path);
        var problem = Assert.Single(result.Problems);
        Assert.Equal($"{path}/lineages.json (movie 1)", problem.Target);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        Assert.Equal(Tracks, Assert.Single(result.Dataset.Movies).Tracks);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[NaN]")]
    public void A_lineage_that_is_no_json_is_refused(string lineage)
        => Assert.EndsWith("lineages.json", Assert.Throws<CellSegException>(() => Import(Write(lineage, Tracked))).Target, StringComparison.Ordinal);

    [Fact]
    public void As_many_lineages_as_movies_are_needed()
    {
        string path = Write($"[{Division}, {Division}]", Tracked);
        Assert.Contains("2 movies", Assert.Throws<CellSegException>(() => Import(path)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Movies_without_a_lineage_are_read_and_that_is_told()
    {
        byte[] file = NpyFile.Tar(true, ("raw.npy", Raw), ("tracked.npy", Labels(Tracked)), ("notes.txt", Text("x")));
        var result = DatasetReader.Import(_folder.Write("cells.trk", file));
        Assert.Empty(result.Dataset.Movies[0].Tracks);
        Assert.Contains(result.Warnings, warning => warning.Contains("no lineages.json", StringComparison.Ordinal));
        Assert.Contains(result.Warnings, warning => warning.Contains("notes.txt", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("raw.npy")]
    [InlineData("tracked.npy")]
    public void Both_arrays_are_needed(string missing)
    {
        var entries = ((string, byte[])[])[("lineages.json", Text(Division)), ("raw.npy", Raw), ("tracked.npy", Labels(Tracked))];
        string path = _folder.Write("cells.trk", NpyFile.Tar(true, [.. entries.Where(entry => entry.Item1 != missing)]));
        Assert.Contains(missing, Assert.Throws<CellSegException>(() => Import(path)).Reason, StringComparison.Ordinal);
        path = _folder.Write("cells.trk", NpyFile.Tar(true, [.. entries, entries.Single(entry => entry.Item1 == missing)]));
        Assert.Equal($"{path}/{missing}", Assert.Throws<CellSegException>(() => Import(path)).Target);
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.Fifo)]
    public void What_is_no_file_is_a_problem_by_name_and_never_followed(TarEntryType type)
    {
        string path = _folder["cells.trk"];
        using (var tar = new TarWriter(File.Create(path)))
        {
            var entry = new PaxTarEntry(type, "link");
            if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
                entry.LinkName = "/etc/passwd";
            tar.WriteEntry(entry);
            var files = ((string, byte[])[])[
                ("../up.npy", Raw), ("/etc/up.npy", Raw), ("lineage.json", Text(Division)), ("raw.npy", Raw), ("tracked.npy", Labels(Tracked))];
            foreach (var (name, content) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }
        var result = DatasetReader.Import(path);
        Assert.Equal([$"{path}/link", $"{path}/../up.npy", $"{path}//etc/up.npy"], result.Problems.Select(problem => problem.Target));
        Assert.Equal(Tracks, result.Dataset.Movies[0].Tracks);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_is_cut_off_anywhere_is_refused(bool isPacked)
    {
        byte[] whole = NpyFile.Tar(isPacked, ("lineages.json", Text(Division)), ("raw.npy", Raw), ("tracked.npy", Labels(Tracked)));
        // What fills the last block of an archive up, and the blocks of zeros behind it, hold nothing.
        int needed = isPacked ? whole.Length - 8 : whole.Length - (2 * 512) - 320;
        for (int length = 0; length < needed; length += 37)
        {
            string path = _folder.Write("cut.trk", whole[..length]);
            Assert.StartsWith(path, Assert.Throws<CellSegException>(() => Import(path)).Target, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false, 0x10)]
    [InlineData(false, 0x03)]
    [InlineData(true, 0x10)]
    [InlineData(true, 0x01)]
    [InlineData(true, 0x80)]
    public void A_damaged_archive_is_refused_or_read_and_right_where_it_has_a_checksum(bool isPacked, byte change)
    {
        byte[] whole = NpyFile.Tar(isPacked, ("lineages.json", Text(Division)), ("raw.npy", Raw), ("tracked.npy", Labels(Tracked)));
        for (int i = 0; i < whole.Length; i += isPacked ? 1 : 3)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= change;
            try
            {
                var tracks = DatasetReader.Import(_folder.Write("bad.trk", damaged)).Dataset.Movies.SelectMany(movie => movie.Tracks);
                if (isPacked)
                    Assert.Equal(Tracks, tracks);
            }
            catch (CellSegException e)
            {
                Assert.StartsWith(_folder["bad.trk"], e.Target, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(1)] // Of the length, which comes last; behind the content, which is whole.
    [InlineData(8)] // With the checksum before it.
    [InlineData(9)] // With the end of the content.
    public void A_packed_archive_that_was_cut_off_is_refused(int missing)
    {
        byte[] whole = NpyFile.Tar(true, ("lineages.json", Text(Division)), ("raw.npy", Raw), ("tracked.npy", Labels(Tracked)));
        string path = _folder.Write("cells.trk", whole[..^missing]);
        var problem = Assert.Throws<CellSegException>(() => Import(path));
        Assert.Equal(path, problem.Target);
        Assert.Contains("no intact archive", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_archive_in_several_members_is_read()
    {
        byte[] tar = NpyFile.Tar(false, ("lineages.json", Text(Division)), ("raw.npy", Raw), ("tracked.npy", Labels(Tracked)));
        using var file = new MemoryStream();
        foreach (byte[] part in (byte[][])[tar[..700], tar[700..]])
        {
            using var packed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
            packed.Write(part);
        }
        Assert.Equal(Tracks, Assert.Single(Import(_folder.Write("cells.trk", file.ToArray())).Movies).Tracks);
    }

    [Fact]
    public void A_bomb_is_refused_by_name()
    {
        // Only the head of the entry (POSIX ustar), whose checksum counts itself as blanks: nobody may come to read more.
        byte[] head = new byte[512];
        "raw.npy"u8.CopyTo(head);
        Encoding.ASCII.GetBytes(Convert.ToString(400_000_000, 8).PadLeft(11, '0')).CopyTo(head, 124);
        "        0"u8.CopyTo(head.AsSpan(148));
        "ustar"u8.CopyTo(head.AsSpan(257));
        "00"u8.CopyTo(head.AsSpan(263));
        Encoding.ASCII.GetBytes(Convert.ToString(head.Sum(value => value), 8).PadLeft(6, '0') + "\0 ").CopyTo(head, 148);
        string path = _folder["cells.trk"];
        using (var packed = new GZipStream(File.Create(path), CompressionLevel.Optimal))
            packed.Write(head);
        var problem = Assert.Throws<CellSegException>(() => Import(path));
        Assert.Equal($"{path}/raw.npy", problem.Target);
        Assert.Contains("unpacks to", problem.Reason, StringComparison.Ordinal);
    }

    private static byte[] Raw => NpyFile.Make("(3, 1, 4, 1)", [.. Enumerable.Range(1, 12).Select(i => (float)i)]);

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Labels(string numbers) => NpyFile.Make("(3, 1, 4, 1)", Numbers(numbers));

    private static int[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    private static CellDataset Import(string path)
    {
        var result = DatasetReader.Import(path);
        Assert.Empty(result.Problems);
        return result.Dataset;
    }

    private string Write(string lineages, string tracked)
        => _folder.Write("cells.trks", NpyFile.Tar(true, ("lineages.json", Text(lineages)), ("raw.npy", Raw), ("tracked.npy", Labels(tracked))));
}
