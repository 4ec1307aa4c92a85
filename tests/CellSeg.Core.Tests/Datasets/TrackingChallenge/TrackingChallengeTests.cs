using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.Imaging.Selection;

namespace CellSeg.Core.Tests.Datasets.TrackingChallenge;

/// <summary>
/// A sequence of five frames: the cell 1 divides behind frame 1 into 2 and 3, and the cell 4 is there in all frames. The masks of SEG
/// have the ids of their places in the image.
/// </summary>
public sealed class TrackingChallengeTests : IDisposable
{
    private const string Lineage = "1 0 1 0\n2 2 4 1\n3 2 4 1\n4 0 4 0\n";

    private static readonly int[][] Tracked = [[1, 4], [1, 4], [2, 3, 4], [2, 3, 4], [2, 3, 4]];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Data => _folder["data"];

    [Theory]
    [InlineData("data")]
    [InlineData("data.zip")]
    [InlineData("data/01")]
    public void Gold_truth_and_lineage_are_read_with_the_ids_of_the_tracks(string place)
    {
        WriteImages("01", 5);
        WriteMasks("01_GT/SEG/man_seg", 5);
        WriteMarkers("01");
        TestMovie.Zip(Data);
        var result = DatasetReader.Import(_folder[place]);
        Assert.Equal(DatasetFormat.CellTrackingChallenge, result.Format);
        Assert.Equal("1 sequences of 5 images, 1 of them with truth", result.Recognition);
        Assert.Empty(result.Problems);
        Assert.Empty(result.Warnings);
        var movie = Assert.Single(result.Dataset.Movies);
        Assert.Equal(("01", 5, 13, null), (movie.Name, movie.FrameCount, movie.AnnotationCount, movie.Kind));
        Assert.Equal([1, 2, 3, 4, 5], TestMovie.NumbersOf(movie));
        Assert.Equal(Tracked, Enumerable.Range(0, 5).Select(frame => movie.ReadLabels(frame).GetAreas().Keys.ToArray()));
        // The first cell from the left of frame 2 has the mask of id 1, and the track 2.
        Assert.Equal(2, movie.ReadLabels(2)[22, 3]);
        Assert.Equal([new(1, 0, 1), new(2, 2, 4, 1), new(3, 2, 4, 1), new CellTrack(4, 0, 4)], movie.Tracks);
    }

    [Fact]
    public void A_range_of_frames_has_its_own_part_of_the_tracks()
    {
        WriteImages("01", 5);
        WriteMasks("01_GT/SEG/man_seg", 5);
        WriteMarkers("01");
        var movie = Assert.Single(DatasetReader.Import(Data, options: new DatasetImportOptions { FirstFrame = 1, LastFrame = 2 }).Dataset.Movies);
        Assert.Equal([new(1, 0, 0), new(2, 1, 1, 1), new(3, 1, 1, 1), new CellTrack(4, 0, 1)], movie.Tracks);
    }

    [Fact]
    public void Complete_silver_truth_stands_in_for_gold_truth_of_a_few_frames()
    {
        WriteImages("01", 5);
        WriteMasks("01_GT/SEG/man_seg", 5, only: [1]);
        WriteMasks("01_ST/SEG/man_seg", 5);
        WriteMarkers("01");
        var result = DatasetReader.Import(Data);
        var movie = Assert.Single(result.Dataset.Movies);
        Assert.Equal((5, 4), (movie.FrameCount, movie.Tracks.Count));
        Assert.Contains("1 of its 5 frames, so that its labels are the silver truth", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_of_annotated_frames_are_movies_of_their_own()
    {
        WriteImages("01", 5);
        WriteMasks("01_GT/SEG/man_seg", 5, only: [0, 2, 3]);
        WriteMarkers("01");
        var result = DatasetReader.Import(Data);
        Assert.Empty(result.Problems);
        Assert.Equal(["01-t000", "01-t002-t003"], result.Dataset.Movies.Select(movie => movie.Name));
        Assert.Contains("3 of its 5 frames have masks; they are 2 movies", Assert.Single(result.Warnings), StringComparison.Ordinal);
        var second = result.Dataset.Movies[1];
        Assert.Equal([3, 4], TestMovie.NumbersOf(second));
        Assert.Equal([new(2, 0, 1), new(3, 0, 1), new CellTrack(4, 0, 1)], second.Tracks);
    }

    [Fact]
    public void Frames_that_are_missing_part_a_sequence()
    {
        WriteImages("01", 5);
        File.Delete(_folder["data", "01", "t002.tif"]);
        WriteMasks("01_GT/SEG/man_seg", 5);
        WriteMarkers("01");
        var result = DatasetReader.Import(Data);
        Assert.Equal(["01-t000-t001", "01-t003-t004"], result.Dataset.Movies.Select(movie => movie.Name));
        Assert.Contains("missing", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_without_masks_leave_the_movie_without_tracks_and_are_told()
    {
        WriteImages("01", 5);
        for (int frame = 0; frame < 5; frame++)
            Write($"01_GT/SEG/man_seg{frame:D3}.tif", TestMovie.Cells(1));
        WriteMarkers("01");
        var result = DatasetReader.Import(Data);
        Assert.Empty(Assert.Single(result.Dataset.Movies).Tracks);
        Assert.Contains("in its frame 0 (from 0) 1 of 2 tracked cells have no mask", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Masks_without_a_tracked_cell_leave_the_movie_without_tracks()
    {
        WriteImages("01", 5);
        for (int frame = 0; frame < 5; frame++)
            Write($"01_GT/SEG/man_seg{frame:D3}.tif", TestMovie.Cells(1, 2, 3, 4));
        WriteMarkers("01");
        var result = DatasetReader.Import(Data);
        Assert.Empty(Assert.Single(result.Dataset.Movies).Tracks);
        Assert.Contains("2 of 4 masks have no tracked cell", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 0 1\n", "line 1", "3 columns")]
    [InlineData("1 0 1 0\n\n2 2 x 1\n", "line 3", "'x'")]
    [InlineData("1 0 1 0\n1 2 4 0\n", "line 2", "line 1")]
    [InlineData("1 0 1 0\r\n2 4 2 0\r\n", "line 2", "ends in frame 2")]
    [InlineData("1 0 1 0\n2 2 4 7\n", "line 2", "no cell 7")]
    [InlineData("1 0 3 0\n2 2 4 1\n", "line 2", "before its parent 1 has ended, in frame 3")]
    [InlineData("1 0 3 1\n", "line 1", "before its parent 1")]
    [InlineData("0 0 3 0\n", "line 1", "above 0")]
    [InlineData("1 -1 3 0\n", "line 1", "'-1'")]
    public void Lines_of_the_lineage_that_make_no_sense_are_told_by_their_numbers(string lineage, string line, string reason)
    {
        WriteImages("01", 5);
        WriteMasks("01_GT/SEG/man_seg", 5);
        WriteMarkers("01", lineage);
        var result = DatasetReader.Import(Data);
        var problem = Assert.Single(result.Problems);
        Assert.Equal(_folder["data", "01_GT", "TRA", "man_track.txt"], problem.Target);
        Assert.StartsWith(line + ":", problem.Reason, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        Assert.Empty(Assert.Single(result.Dataset.Movies).Tracks);
    }

    [Theory]
    [InlineData("1 0 1 0\n2 2 4 1\n3 2 4 1\n", "the cell 4 is there")]
    [InlineData("1 0 1 0\n2 2 3 1\n3 2 4 1\n4 0 4 0\n", "in its frame 4 (from 0) the cell 2 is there")]
    public void A_lineage_that_the_markers_contradict_is_told(string lineage, string reason)
    {
        WriteImages("01", 5);
        WriteMasks("01_GT/SEG/man_seg", 5);
        WriteMarkers("01", lineage);
        var result = DatasetReader.Import(Data);
        Assert.Empty(Assert.Single(result.Dataset.Movies).Tracks);
        Assert.Contains(reason, Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Markers_are_labels_where_there_are_no_masks()
    {
        WriteImages("01", 5);
        WriteMarkers("01");
        var result = DatasetReader.Import(Data);
        Assert.Equal(4, Assert.Single(result.Dataset.Movies).Tracks.Count);
        Assert.Contains("markers of the tracking truth", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_truth_sequences_are_movies_to_segment_and_beside_others_a_problem()
    {
        WriteImages("01", 2);
        WriteImages("02", 3);
        var result = DatasetReader.Import(Data);
        Assert.Equal(["01", "02"], result.Dataset.Movies.Select(movie => movie.Name));
        Assert.Contains("no sequence has truth", Assert.Single(result.Warnings), StringComparison.Ordinal);
        WriteMasks("02_GT/SEG/man_seg", 3);
        WriteMasks("03_GT/SEG/man_seg", 3);
        result = DatasetReader.Import(Data);
        Assert.Equal("02", Assert.Single(result.Dataset.Movies).Name);
        Assert.Equal([_folder["data", "03_GT"], _folder["data", "01"]], result.Problems.Select(problem => problem.Target));
    }

    [Fact]
    public void Several_data_sets_in_one_folder_are_kinds()
    {
        foreach (string set in new[] { "HeLa", "SIM+" })
        {
            WriteImages($"{set}/01", 2);
            WriteMasks($"{set}/01_GT/SEG/man_seg", 2);
        }
        var movies = DatasetReader.Import(Data).Dataset.Movies;
        Assert.Equal(["HeLa/01", "SIM+/01"], movies.Select(movie => movie.Name));
        Assert.Equal(["HeLa", "SIM+"], movies.Select(movie => movie.Kind));
    }

    [Fact]
    public void A_slice_of_volumes_is_chosen_with_its_own_masks()
    {
        for (int frame = 0; frame < 2; frame++)
        {
            TestMovie.WriteImages(_folder["data", "01", $"t{frame:D3}.tif"], (3 * frame) + 1, (3 * frame) + 2, (3 * frame) + 3);
            TestMovie.WriteLabels(_folder["data", "01_GT", "SEG", $"man_seg_{frame:D3}_001.tif"], (3 * frame) + 2);
            TestMovie.WriteLabels(_folder["data", "01_ST", "SEG", $"man_seg{frame:D3}.tif"], 7, (3 * frame) + 2, 8);
        }
        var problem = Assert.Single(DatasetReader.Import(Data).Problems);
        Assert.Contains("volume of 3 slices", problem.Reason, StringComparison.Ordinal);
        foreach (string truth in new[] { "01_ST", "01_GT" })
        {
            var movie = Assert.Single(DatasetReader.Import(Data, options: new DatasetImportOptions { Slice = new SliceSelector(1) }).Dataset.Movies);
            Assert.Equal([2, 5], TestMovie.NumbersOf(movie));
            Assert.Equal([2, 5], TestMovie.LabelNumbersOf(movie));
            Directory.Delete(_folder["data", truth], recursive: true);
            if (truth == "01_GT")
                break;
            problem = Assert.Single(DatasetReader.Import(Data).Problems);
            Assert.Contains("single slices", problem.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_mask_of_another_size_is_told_with_its_name()
    {
        WriteImages("01", 2);
        WriteMasks("01_GT/SEG/man_seg", 2);
        TestStack.Write(_folder["data", "01_GT", "SEG", "man_seg001.tif"], "", 20, 30, [new byte[600]]);
        var problem = Assert.Single(DatasetReader.Import(Data).Problems);
        Assert.Contains("20 x 30", problem.Reason, StringComparison.Ordinal);
        Assert.Contains(_folder["data", "01"], problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_others_are_read()
    {
        string first = SharedFile.Find("cases/files/formats/ctc/01/t000.tif");
        string place = Path.GetDirectoryName(Path.GetDirectoryName(first))!;
        var result = DatasetReader.Import(place);
        Assert.Empty(result.Problems);
        Assert.Equal(DatasetFormat.CellTrackingChallenge, result.Format);
        var movie = Assert.Single(result.Dataset.Movies);
        Assert.Equal(("01", 4, true), (movie.Name, movie.FrameCount, movie.HasLabels));
        Assert.Equal(TestImages.ReadLabels(Path.Combine(place, "01_GT", "SEG", "man_seg003.tif")).Pixels, movie.ReadLabels(3).Pixels);
    }

    private void WriteImages(string sequence, int count)
    {
        for (int frame = 0; frame < count; frame++)
            TestMovie.WriteImages(_folder["data", sequence, $"t{frame:D3}.tif"], frame + 1);
    }

    private void WriteMasks(string start, int count, int[]? only = null)
    {
        foreach (int frame in only ?? [.. Enumerable.Range(0, count)])
            Write($"{start}{frame:D3}.tif", TestMovie.Cells([.. Enumerable.Range(1, Tracked[frame].Length)]));
    }

    /// <summary>Markers in the middle of the masks.</summary>
    private void WriteMarkers(string sequence, string lineage = Lineage)
    {
        for (int frame = 0; frame < Tracked.Length; frame++)
        {
            byte[] page = TestMovie.Cells([.. Tracked[frame]]);
            foreach (int row in new[] { 20, 21, 24, 25 })
                page.AsSpan(row * TestStack.Size, TestStack.Size).Clear();
            Write($"{sequence}_GT/TRA/man_track{frame:D3}.tif", page);
        }
        _folder.Write($"data/{sequence}_GT/TRA/man_track.txt", lineage);
    }

    private void Write(string name, byte[] page) => TestStack.Write(_folder["data", name], "", TestStack.Size, TestStack.Size, [page]);
}
