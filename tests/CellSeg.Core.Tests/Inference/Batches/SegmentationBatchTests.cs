using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Files;
using CellSeg.Files.Locks;
using CellSeg.Imaging;
using CellSeg.Imaging.Selection;
using CellSeg.Inference;
using CellSeg.Inference.Batches;
using CellSeg.Inference.Batches.Records;
using CellSeg.Inference.Outputs;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Models;
using CellSeg.Models.Specifications;

namespace CellSeg.Core.Tests.Inference.Batches;

[Collection(nameof(TorchCollection))]
public sealed class SegmentationBatchTests : IDisposable
{
    private const string RecordName = "cellseg-batch.jsonl", TableName = "cellseg-images.csv";

    private readonly TemporaryFolder _folder = new();

    // Everything is foreground to this decoder, so that there are cells without any training.
    private readonly SegmentationModel _model = new(new ModelSpecification { PyramidWidth = 32 })
    {
        Decoder = new WatershedDecoderOptions { ForegroundThreshold = -1 },
    };

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    private string Out => _folder["out"];

    private string Record => Path.Combine(Out, RecordName);

    [Fact]
    public void An_image_is_recorded_before_and_after_its_files_appear()
    {
        string picture = Picture("a.png");
        Assert.Equal(new BatchSummary(1, 0, 0), Run([picture]));
        var lines = BatchJournal.Read(Record, out _);
        Assert.Equal([BatchState.Started, BatchState.Done], lines.Select(line => line.State));
        Assert.Equal(["a_labels.tif", "a_overlay.png"], lines[0].Outputs.Select(file => file.Path));
        Assert.All(lines[0].Outputs, file => Assert.Null(file.Checksum));
        var done = lines[1];
        Assert.Equal((picture, "a.png", (int?)null), (done.Input.Path, done.Input.RelativePath, done.Input.Frame));
        Assert.Equal((new FileInfo(picture).Length, File.GetLastWriteTimeUtc(picture)), (done.Input.Length!.Value, done.Input.LastWriteTime!.Value));
        Assert.Equal(ModelHash.Compute(_model), done.ModelHash);
        Assert.All(done.Outputs, file => Assert.True(file.IsWhole(Out, Path.Combine(Out, file.Path))));
        var labels = TestImages.ReadLabels(Path.Combine(Out, "a_labels.tif"));
        Assert.Equal((labels.CountCells(), labels.GetAreas().Values.Average()), (done.CellCount, done.MeanArea));
        Assert.Equal(["a_labels.tif", "a_overlay.png", RecordName, TableName], Names(Out).Order(StringComparer.Ordinal));
        string[] row = Assert.Single(TableFile.Read(Path.Combine(Out, TableName), "Path", "Status", "CellCount", "Frame", "Reason"));
        Assert.Equal([picture, "Done", $"{labels.CountCells()}", "", ""], row);
    }

    [Fact]
    public void What_is_finished_is_passed_over_and_everything_else_done_again()
    {
        string[] pictures = [Picture("a.png"), Picture("b.png"), Picture("c.png")];
        Assert.Equal(new BatchSummary(3, 0, 0), Run(pictures));
        var before = Contents(Out);
        Assert.Equal(new BatchSummary(0, 3, 0), Run(pictures, resume: true));
        File.Delete(Path.Combine(Out, "b_overlay.png"));
        Assert.Equal(new BatchSummary(1, 2, 0), Run(pictures, resume: true));
        Assert.Equal(before, Contents(Out));
        // Fewer files are wanted than there are.
        Assert.Equal(new BatchSummary(0, 3, 0), Run(pictures, resume: true, options: new SegmenterOptions()));
    }

    [Theory]
    [InlineData("time")]
    [InlineData("content")]
    [InlineData("option")]
    [InlineData("channel")]
    [InlineData("model")]
    [InlineData("output")]
    [InlineData("record")]
    public void An_image_is_done_again_after_a_change_of_its(string what)
    {
        string picture = Picture("a.png");
        Run([picture]);
        var options = new SegmenterOptions();
        var selection = ImageSelection.Everything;
        switch (what)
        {
            case "time":
                File.SetLastWriteTimeUtc(picture, DateTime.UtcNow.AddSeconds(-1));
                break;
            case "content":
                var time = File.GetLastWriteTimeUtc(picture);
                Picture("a.png", height: 24);
                File.SetLastWriteTimeUtc(picture, time);
                break;
            case "option":
                options = options with { MinimumArea = 3 };
                break;
            case "channel":
                selection = new ImageSelection { Channels = [new ChannelSelector(1)] };
                break;
            case "model":
                _model.CellDiameter = 30;
                break;
            case "output":
                options = options with { Outputs = [SegmentationOutputs.LabelTiff, SegmentationOutputs.Csv] };
                break;
            default:
                // Killed between the files and their line.
                File.WriteAllBytes(Record, BatchJournal.Read(Record, out _)[0].ToLine());
                break;
        }
        Assert.Equal(new BatchSummary(1, 0, 0), Run([picture], resume: true, options, selection));
        Assert.Equal(new BatchSummary(0, 1, 0), Run([picture], resume: true, options, selection));
    }

    [Fact]
    public void What_decides_no_cell_may_be_another_when_a_batch_goes_on()
    {
        string picture = Picture("a.png");
        Run([picture]);
        _model.Name = "renamed";
        var options = new SegmenterOptions { Predictor = new PredictorOptions { TileSize = 512 }, Overwrite = true };
        Assert.Equal(new BatchSummary(0, 1, 0), Run([picture], resume: true, options));
    }

    [Fact]
    public void A_batch_that_is_not_resumed_says_that_it_could_be_and_leaves_its_record_as_it_is()
    {
        string picture = Picture("a.png");
        Run([picture]);
        var problems = new List<CellSegException>();
        Assert.Equal(new BatchSummary(0, 0, 1), Run([picture], problems: problems));
        Assert.Contains("-Resume", Assert.Single(problems).Remedy, StringComparison.Ordinal);
        Assert.Equal(new BatchSummary(0, 1, 0), Run([picture], resume: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_file_of_somebody_else_is_replaced_by_force_only(bool isOfAnotherImage)
    {
        string picture = Picture("a.png"), labels = Path.Combine(Out, "a_labels.tif");
        if (isOfAnotherImage)
            Run([Picture("other", "a.png")]);
        else
            _folder.Write(Path.Combine("out", "a_labels.tif"), "mine");
        byte[] before = File.ReadAllBytes(labels);
        var problems = new List<CellSegException>();
        Assert.Equal(new BatchSummary(0, 0, 1), Run([picture], resume: true, problems: problems));
        Assert.False(Assert.IsType<OutputConflictException>(Assert.Single(problems)).IsDuplicate);
        Assert.Equal(before, File.ReadAllBytes(labels));
        Assert.Equal(new BatchSummary(1, 0, 0), Run([picture], resume: true, new SegmenterOptions { Overwrite = true }));
    }

    [Fact]
    public void A_result_that_was_changed_by_hand_stays_beside_the_new_one()
    {
        string picture = Picture("a.png"), labels = Path.Combine(Out, "a_labels.tif");
        Run([picture]);
        byte[] found = File.ReadAllBytes(labels);
        var warnings = new List<string>();
        foreach (string text in new[] { "corrected", "once more" })
        {
            File.WriteAllText(labels, text);
            Assert.Equal(new BatchSummary(1, 0, 0), Run([picture], resume: true, warnings: warnings));
        }
        Assert.Equal(found, File.ReadAllBytes(labels));
        Assert.Equal(("corrected", "once more"), (File.ReadAllText(labels + ".changed1"), File.ReadAllText(labels + ".changed2")));
        Assert.Equal(2, warnings.Count);
        Assert.Contains("a_labels.tif.changed1", warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_failed_is_recorded_with_its_reason_and_tried_again()
    {
        string good = Picture("a.png"), bad = _folder.Write(Path.Combine("in", "b.png"), "no image");
        Assert.Equal(new BatchSummary(1, 0, 1), Run([good, bad]));
        Assert.Equal(new BatchSummary(0, 1, 1), Run([good, bad], resume: true));
        var rows = TableFile.Read(Path.Combine(Out, TableName), "Name", "Status", "Reason");
        Assert.Equal(["a Done", "b Failed"], rows.Select(row => $"{row[0]} {row[1]}"));
        Assert.NotEmpty(rows[1][2]);
        // Now as a movie, whose frames are two images.
        TestStack.Write(bad, channels: 1, slices: 1, frames: 2);
        Assert.Equal(new BatchSummary(2, 1, 0), Run([good, bad], resume: true));
        rows = TableFile.Read(Path.Combine(Out, TableName), "Name", "Frame", "Status");
        Assert.Equal(["a  Done", "b 0 Done", "b 1 Done"], rows.Select(row => $"{row[0]} {row[1]} {row[2]}"));
    }

    [Fact]
    public void A_folder_that_has_moved_with_its_images_is_gone_on_with()
    {
        string[] pictures = [Picture("a.png"), Picture("b.png")];
        Run(pictures);
        Directory.Move(_folder["in"], _folder["elsewhere"]);
        Directory.Move(Out, _folder["moved"]);
        Directory.Move(_folder["moved"], Out);
        pictures = [_folder["elsewhere", "a.png"], _folder["elsewhere", "b.png"]];
        Assert.Equal(new BatchSummary(0, 2, 0), Run(pictures, resume: true));
    }

    [Fact]
    public void Results_keep_the_folders_of_their_images()
    {
        string[] pictures = [Picture("a.png"), Picture("x", "a.png"), Picture("y", "z", "a.png")];
        Assert.Equal(new BatchSummary(3, 0, 0), Run(pictures, keepFolders: true));
        Assert.True(File.Exists(Path.Combine(Out, "y", "z", "a_labels.tif")));
        Assert.Equal(new BatchSummary(0, 3, 0), Run(pictures, resume: true, keepFolders: true));
        var problems = new List<CellSegException>();
        Assert.Equal(new BatchSummary(1, 0, 2), Run(pictures, destination: _folder["flat"], problems: problems));
        Assert.All(problems, problem => Assert.True(((OutputConflictException)problem).IsDuplicate));
    }

    [Fact]
    public void An_image_is_told_the_same_of_its_namesake_whether_that_was_done_now_or_before()
    {
        string[] pictures = [Picture("x", "a.png"), Picture("y", "a.png")];
        Run(pictures);
        byte[] table = File.ReadAllBytes(Path.Combine(Out, TableName));
        Assert.Equal(new BatchSummary(0, 1, 1), Run(pictures, resume: true));
        Assert.Equal(table, File.ReadAllBytes(Path.Combine(Out, TableName)));
    }

    [Fact]
    public void Every_image_is_in_one_part_and_all_parts_make_the_whole()
    {
        for (int count = 1; count <= 7; count++)
        {
            var owners = Enumerable.Range(0, 20).Select(i => Enumerable.Range(1, count).Where(number => new BatchPart(number, count).Has(i)).ToList()).ToList();
            Assert.All(owners, parts => Assert.Single(parts));
            Assert.All(owners.CountBy(parts => parts[0]), part => Assert.InRange(part.Value, 20 / count, (20 / count) + 1));
        }

        string[] pictures = [.. Enumerable.Range(8, 5).Select(i => Picture($"a{i}.png"))];
        Run(pictures, destination: _folder["whole"]);
        foreach (int number in new[] { 2, 3, 1 })
            Run(pictures, part: new BatchPart(number, 3));
        Assert.Equal(3, Directory.GetFiles(Out, "*.jsonl").Length);
        Assert.False(File.Exists(Path.Combine(Out, TableName)));
        Assert.Equal(new BatchSummary(0, 5, 0), Run(pictures, resume: true));
        Assert.Equal(Contents(_folder["whole"]), Contents(Out));
        Assert.Equal(Record, Assert.Single(Directory.GetFiles(Out, "*.jsonl")));
        Assert.Equal(10, BatchJournal.Read(Record, out _).Count);
        Assert.Equal(["a8", "a9", "a10", "a11", "a12"], TableFile.Read(Path.Combine(Out, TableName), "Name").Select(row => row[0]));
    }

    [Fact]
    public void One_batch_or_the_parts_of_one_are_at_work_in_a_folder()
    {
        SegmentationBatch Start(BatchPart? part = null)
        {
            var batch = new SegmentationBatch(new BatchOptions { DestinationPath = Out, Part = part });
            try
            {
                batch.Start();
                return batch;
            }
            catch
            {
                batch.Dispose();
                throw;
            }
        }
        using (Start())
        {
            Assert.Throws<FolderBusyException>(() => Start());
            Assert.Throws<FolderBusyException>(() => Start(new BatchPart(1, 4)));
        }
        using (Start(new BatchPart(1, 4)))
        using (Start(new BatchPart(2, 4)))
        {
            Assert.Throws<FolderBusyException>(() => Start(new BatchPart(2, 4)));
            Assert.Throws<FolderBusyException>(() => Start(new BatchPart(3, 5)));
            Assert.Throws<FolderBusyException>(() => Start());
            Assert.Equal(2, Directory.GetFiles(Out, "*.lock").Length);
        }
        using (Start())
            Assert.Single(Directory.GetFiles(Out, "*.lock"));
    }

    [Fact]
    public void What_a_process_left_half_written_is_removed_once_it_is_known_to_have_ended()
    {
        string picture = Picture("x", "a.png");
        Run([picture], keepFolders: true);
        string[] left = [Leave("x", ".cellseg-0123456789ab.tif"), Leave(".cellseg-0123456789ab.csv")];
        string[] others = [Leave("x", ".cellseg-0123456789ab.npz"), Leave("x", ".cellseg-mine.tif")];
        Run([picture], resume: true, keepFolders: true);
        Assert.All(left.Concat(others), file => Assert.True(File.Exists(file)));
        File.WriteAllBytes(Record, BatchJournal.Read(Record, out _)[0].ToLine());
        // Another part may be writing them.
        Run([picture], resume: true, keepFolders: true, part: new BatchPart(2, 2));
        Assert.All(left.Concat(others), file => Assert.True(File.Exists(file)));
        // Neither is it lost that a process has ended where a part has done its image since.
        Run([picture], resume: true, keepFolders: true, part: new BatchPart(1, 2));
        Assert.All(left.Concat(others), file => Assert.True(File.Exists(file)));
        Assert.Equal(new BatchSummary(0, 1, 0), Run([picture], resume: true, keepFolders: true));
        Assert.All(left, file => Assert.False(File.Exists(file)));
        Assert.All(others, file => Assert.True(File.Exists(file)));

        string Leave(params string[] parts) => _folder.Write(Path.Combine(["out", .. parts]), "half");
    }

    [Fact]
    public void Lines_that_cannot_be_read_are_told_of()
    {
        string picture = Picture("a.png");
        Run([picture]);
        File.WriteAllLines(Record, ["no line", .. File.ReadAllLines(Record)]);
        var warnings = new List<string>();
        Assert.Equal(new BatchSummary(0, 1, 0), Run([picture], resume: true, warnings: warnings));
        Assert.StartsWith("1 lines of the record", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_without_a_folder_keeps_no_record_and_cannot_be_resumed()
    {
        using var batch = new SegmentationBatch(new BatchOptions());
        batch.Start();
        var segmenter = new CellSegmenter(_model);
        batch.Segment(segmenter, SegmentationInput.FromFile(Picture("a.png")).Single());
        batch.WriteTable();
        Assert.Equal(["a.png"], Names(_folder.Path));
        Assert.Throws<CellSegException>(() => new SegmentationBatch(new BatchOptions { Resume = true }));
        Assert.Throws<CellSegException>(() => new SegmentationBatch(new BatchOptions { DestinationPath = Out, Part = new BatchPart(3, 2) }));
        Assert.Throws<CellSegException>(() => new SegmentationBatch(new BatchOptions { DestinationPath = Out, Part = new BatchPart(0, 2) }));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_ends_the_batch_before_it_begins()
    {
        string file = _folder.Write("file", "text");
        using var batch = new SegmentationBatch(new BatchOptions { DestinationPath = file });
        Assert.Equal(file, Assert.Throws<CellSegException>(batch.Start).Target);
    }

    private static IEnumerable<string> Names(string folder)
        => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file));

    /// <summary>All files of a folder but its records, whose times differ.</summary>
    private static Dictionary<string, string> Contents(string folder)
        => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(file => Path.GetExtension(file) != ".jsonl")
            .ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(File.ReadAllBytes(file)));

    /// <summary>Does what a call of the command does.</summary>
    private BatchSummary Run(
        string[] files, bool resume = false, SegmenterOptions? options = null, ImageSelection? selection = null, bool keepFolders = false,
        BatchPart? part = null, string? destination = null, List<CellSegException>? problems = null, List<string>? warnings = null)
    {
        destination ??= Out;
        options ??= new SegmenterOptions { Outputs = [SegmentationOutputs.LabelTiff, SegmentationOutputs.Overlay] };
        var segmenter = new CellSegmenter(_model, options with { DestinationPath = destination });
        selection ??= ImageSelection.Everything;
        using var batch = new SegmentationBatch(new BatchOptions { DestinationPath = destination, Resume = resume, Selection = selection, Part = part });
        batch.Start();
        foreach (string file in files.Where((_, i) => part?.Has(i) != false))
        {
            // Below "in", or where it has moved.
            string relative = string.Join('/', Path.GetRelativePath(_folder.Path, file).Split(Path.DirectorySeparatorChar)[1..]);
            try
            {
                foreach (var input in SegmentationInput.FromFile(file, selection))
                    Segment(input with { RelativePath = relative, Folder = keepFolders ? Path.GetDirectoryName(relative)! : "" });
            }
            catch (CellSegException e)
            {
                batch.Fail(file, relative, e);
            }
        }
        warnings?.AddRange(batch.TakeWarnings());
        batch.WriteTable();
        return batch.Summary;

        void Segment(SegmentationInput input)
        {
            if (batch.IsFinished(segmenter, input))
            {
                batch.Skip(segmenter, input);
                return;
            }
            try
            {
                batch.Segment(segmenter, input);
            }
            catch (CellSegException e)
            {
                problems?.Add(e);
            }
        }
    }

    private string Picture(params string[] parts) => Picture(parts, height: 20);

    private string Picture(string name, int height) => Picture([name], height);

    private string Picture(string[] parts, int height)
    {
        string path = _folder[["in", .. parts]];
        ImageWriter.WriteRgb(path, height, 30, TestImages.GreyRgb(height, 30));
        return path;
    }
}
