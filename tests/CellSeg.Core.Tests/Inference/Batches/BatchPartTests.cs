using CellSeg.Core.Tests.Support;
using CellSeg.Files;
using CellSeg.Files.Locks;
using CellSeg.Inference.Batches;
using CellSeg.Inference.Batches.Records;

namespace CellSeg.Core.Tests.Inference.Batches;

[Collection(nameof(TorchCollection))]
public sealed class BatchPartTests : BatchTests
{
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
        Run(pictures, destination: Folder["whole"]);
        foreach (int number in new[] { 2, 3, 1 })
            Run(pictures, part: new BatchPart(number, 3));
        Assert.Equal(3, Directory.GetFiles(Out, "*.jsonl").Length);
        Assert.False(File.Exists(Path.Combine(Out, TableName)));
        Assert.Equal(new BatchSummary(0, 5, 0), Run(pictures, resume: true));
        Assert.Equal(Contents(Folder["whole"]), Contents(Out));
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

        string Leave(params string[] parts) => Folder.Write(Path.Combine(["out", .. parts]), "half");
    }
}
