using CellSeg.Core.Tests.Support;
using CellSeg.Models;
using CellSeg.Training.Data;

namespace CellSeg.Core.Tests.Training.Data;

public sealed class BatchSourceTests
{
    [Fact]
    public void A_source_that_starts_later_gives_the_batches_of_one_that_began_at_the_beginning()
    {
        var options = SmallTraining.Options with { BatchSize = 4 };
        var specification = new ModelSpecification();
        var frames = new FrameCache(SmallTraining.Split().Training, specification, 1 << 20);
        int batches = BatchSource.BatchesPerEpoch(frames.Count, 4);
        Assert.Equal((6, 2), (frames.Count, batches));
        using var source = new BatchSource(frames, specification, options, Fail, default);
        var expected = Enumerable.Range(0, 3 * batches).Select(_ => source.Next()).ToList();
        for (int first = 0; first < expected.Count; first++)
        {
            // A cache is for one thread at a time.
            var own = new FrameCache(SmallTraining.Split().Training, specification, 1 << 20);
            using var later = new BatchSource(own, specification, options, Fail, default, (first / batches, first % batches));
            foreach (var batch in expected.Skip(first))
            {
                var same = later.Next();
                Assert.Equal(batch.Names, same.Names);
                Assert.Equal(batch.Images, same.Images);
            }
        }
        Assert.NotEqual(expected[0].Images, expected[2].Images);
    }

    [Fact]
    public void A_source_can_start_behind_the_last_batch_of_an_epoch()
    {
        var specification = new ModelSpecification();
        var split = SmallTraining.Split();
        using var end = new BatchSource(new FrameCache(split.Training, specification, 0), specification, SmallTraining.Options, Fail, default, (0, 3));
        using var next = new BatchSource(new FrameCache(split.Training, specification, 0), specification, SmallTraining.Options, Fail, default, (1, 0));
        Assert.Equal(next.Next().Images, end.Next().Images);
    }

    private static void Fail(CellSegException e) => Assert.Fail(e.Message);
}
