using CellSeg.Core.Tests.Support;
using CellSeg.Files;
using CellSeg.Imaging.Selection;
using CellSeg.Inference;
using CellSeg.Inference.Batches;
using CellSeg.Inference.Batches.Records;
using CellSeg.Inference.Outputs;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Models;

namespace CellSeg.Core.Tests.Inference.Batches;

[Collection(nameof(TorchCollection))]
public sealed class SegmentationBatchTests : BatchTests
{
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
        Assert.Equal(ModelHash.Compute(Model), done.ModelHash);
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
                Model.CellDiameter = 30;
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
        Model.Name = "renamed";
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
            Folder.Write(Path.Combine("out", "a_labels.tif"), "mine");
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
        string good = Picture("a.png"), bad = Folder.Write(Path.Combine("in", "b.png"), "no image");
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
        Directory.Move(Folder["in"], Folder["elsewhere"]);
        Directory.Move(Out, Folder["moved"]);
        Directory.Move(Folder["moved"], Out);
        pictures = [Folder["elsewhere", "a.png"], Folder["elsewhere", "b.png"]];
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
        Assert.Equal(new BatchSummary(1, 0, 2), Run(pictures, destination: Folder["flat"], problems: problems));
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
        var segmenter = new CellSegmenter(Model);
        batch.Segment(segmenter, SegmentationInput.FromFile(Picture("a.png")).Single());
        batch.WriteTable();
        Assert.Equal(["a.png"], Names(Folder.Path));
        Assert.Throws<CellSegException>(() => new SegmentationBatch(new BatchOptions { Resume = true }));
        Assert.Throws<CellSegException>(() => new SegmentationBatch(new BatchOptions { DestinationPath = Out, Part = new BatchPart(3, 2) }));
        Assert.Throws<CellSegException>(() => new SegmentationBatch(new BatchOptions { DestinationPath = Out, Part = new BatchPart(0, 2) }));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_ends_the_batch_before_it_begins()
    {
        string file = Folder.Write("file", "text");
        using var batch = new SegmentationBatch(new BatchOptions { DestinationPath = file });
        Assert.Equal(file, Assert.Throws<CellSegException>(batch.Start).Target);
    }
}
