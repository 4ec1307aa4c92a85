using System.Text;
using CellSeg.Core.Tests.Support;
using CellSeg.Inference.Batches.Records;

namespace CellSeg.Core.Tests.Inference.Batches;

public sealed class BatchJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["cellseg-batch.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_has_everything_and_is_read_as_it_was_written()
    {
        var entry = Entry("Zellen µ/bild \"1\"\n.tif") with
        {
            State = BatchState.Done, CellCount = 3, MeanArea = 12.5, MedianDiameter = 4, PixelSize = 0.325, Scale = 1.5, Warnings = ["odd"], Seconds = 0.25,
            Outputs = [new BatchFile("a/b_labels.tif", 12, "00ff")], Model = "m", ModelHash = "abc",
        };
        using (var journal = new BatchJournal(FilePath))
            journal.Append(entry);
        string text = File.ReadAllText(FilePath);
        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        Assert.Contains("\"state\":\"done\"", text, StringComparison.Ordinal);
        Assert.Contains("Zellen µ", text, StringComparison.Ordinal);
        var read = Assert.Single(BatchJournal.Read(FilePath, out int unreadable));
        Assert.Equal(0, unreadable);
        Assert.Equal(entry with { Warnings = [], Outputs = [] }, read with { Warnings = [], Outputs = [] });
        Assert.Equal(entry.Warnings, read.Warnings);
        Assert.Equal(entry.Outputs, read.Outputs);
    }

    [Fact]
    public void A_last_line_that_was_cut_off_anywhere_counts_for_nothing_and_is_mended()
    {
        byte[] first = Entry("a").ToLine(), second = Entry("b").ToLine();
        for (int length = 0; length < second.Length; length++)
        {
            File.WriteAllBytes(FilePath, [.. first, .. second[..length]]);
            Assert.Equal("a", Assert.Single(BatchJournal.Read(FilePath, out _)).Input.Path);
            using (var journal = new BatchJournal(FilePath))
                journal.Append(Entry("c"));
            Assert.Equal(["a", "c"], BatchJournal.Read(FilePath, out int unreadable).Select(entry => entry.Input.Path));
            Assert.Equal(0, unreadable);
        }
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"state\":\"done\",\"input\":null,\"version\":\"1\",\"machine\":\"m\",\"time\":\"2026-01-01T00:00:00Z\"}")]
    [InlineData("{\"state\":7,\"input\":{\"path\":\"x\",\"name\":\"x\"},\"version\":\"1\",\"machine\":\"m\",\"time\":\"2026-01-01T00:00:00Z\"}")]
    public void A_line_that_is_none_is_counted_and_those_around_it_are_read(string line)
    {
        File.WriteAllBytes(FilePath, [.. Entry("a").ToLine(), .. Encoding.UTF8.GetBytes(line), (byte)'\n', .. Entry("b").ToLine()]);
        Assert.Equal(["a", "b"], BatchJournal.Read(FilePath, out int unreadable).Select(entry => entry.Input.Path));
        Assert.Equal(1, unreadable);
    }

    [Fact]
    public void A_record_is_read_while_it_is_written()
    {
        using var journal = new BatchJournal(FilePath);
        journal.Append(Entry("a"));
        Assert.Single(BatchJournal.Read(FilePath, out _));
        Assert.Throws<CellSegException>(() => BatchJournal.Read(_folder["none.jsonl"], out _));
        Assert.Throws<BatchRecordException>(() => new BatchJournal(_folder["no", "folder.jsonl"]));
    }

    [Fact]
    public void Nothing_outside_of_the_folder_is_meant_whatever_a_record_says()
    {
        string folder = _folder["out"];
        Directory.CreateDirectory(folder);
        using (var journal = new BatchJournal(Path.Combine(folder, "cellseg-batch.jsonl")))
        {
            journal.Append(Entry("a") with
            {
                State = BatchState.Started,
                Outputs = [new("../a_labels.tif"), new(_folder["b_labels.tif"]), new("c/d_labels.tif"), new("c/../../e.tif"), new("f.tif")],
            });
        }
        Assert.Equal([Path.Combine(folder, "c"), folder], BatchHistory.Read(folder).FindAbandonedFolders());
    }

    private static BatchEntry Entry(string path) => new()
    {
        State = BatchState.Failed,
        Input = new BatchInput { Path = path, Name = "n", Frame = 2, Length = 5, LastWriteTime = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc) },
        Version = "1",
        Machine = "m",
        Time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
    };
}
