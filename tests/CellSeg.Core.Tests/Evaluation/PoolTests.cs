using CellSeg.Evaluation;
using CellSeg.Evaluation.Matching;

namespace CellSeg.Core.Tests.Evaluation;

public sealed class PoolTests
{
    private static readonly EvaluationOptions Detailed = new() { Detailed = true };

    /// <summary>Forty images with one to five true cells, each of which is found or not.</summary>
    private static List<SegmentationError> CreateImages()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 40).Select(image =>
        {
            (int Id, int Pixels)[] cells = [.. Enumerable.Range(1, random.Next(1, 6)).Select(id => (id, random.Next(5, 20)))];
            (int Id, int Pixels)[] found = [.. cells.Select(cell => (random.Next(4) == 0 ? 0 : cell.Id, cell.Pixels))];
            return SegmentationEvaluator.Evaluate(Labels.Row(cells), Labels.Row(found), Detailed, $"{image}.tif");
        })];
    }

    [Fact]
    public void Counts_are_summed_and_scores_made_of_the_sums()
    {
        var images = CreateImages();
        var pool = SegmentationEvaluator.Pool(images, path: "all");
        Assert.Equal((40, "all"), (pool.ImageCount, pool.Path));
        Assert.Equal(images.Sum(image => image.TrueCount), pool.TrueCount);
        Assert.Equal(images.Sum(image => image.Missed), pool.Missed);
        Assert.Equal(images.Sum(image => image.Correct) / (double)images.Sum(image => image.TrueCount), pool.Recall);
        // A cell is found whole or not at all: SEG, a mean over cells, is the recall. AJI and Jaccard are means over images.
        Assert.Equal(pool.Recall, pool.Seg!.Value, 1e-12);
        Assert.Equal(images.Average(image => image.Jaccard), pool.Jaccard, 1e-12);
        Assert.Equal(images.Average(image => image.AggregatedJaccard!.Value), pool.AggregatedJaccard!.Value, 1e-12);
    }

    [Fact]
    public void Pools_of_pools_are_the_pool_of_all()
    {
        var images = CreateImages();
        var nested = SegmentationEvaluator.Pool([SegmentationEvaluator.Pool(images[..7]), SegmentationEvaluator.Pool(images[7..])]);
        var flat = SegmentationEvaluator.Pool(images);
        Assert.Equal((flat.ImageCount, flat.Correct, flat.F1), (nested.ImageCount, nested.Correct, nested.F1));
        Assert.Equal(flat.Jaccard, nested.Jaccard, 1e-12);
        Assert.Equal(flat.AveragePrecision!, nested.AveragePrecision!);
    }

    [Fact]
    public void Intervals_lie_around_the_scores_and_follow_the_seed()
    {
        var images = CreateImages();
        var pool = SegmentationEvaluator.Pool(images, bootstrap: 500, seed: 3);
        var again = SegmentationEvaluator.Pool(images, bootstrap: 500, seed: 3);
        var other = SegmentationEvaluator.Pool(images, bootstrap: 500, seed: 4);
        Assert.InRange(pool.F1, pool.F1Low!.Value, pool.F1High!.Value);
        Assert.InRange(pool.Seg!.Value, pool.SegLow!.Value, pool.SegHigh!.Value);
        Assert.InRange(pool.Jaccard, pool.JaccardLow!.Value, pool.JaccardHigh!.Value);
        Assert.InRange(pool.AveragePrecision![0], pool.AveragePrecisionLow![0], pool.AveragePrecisionHigh![0]);
        Assert.InRange(pool.F1High.Value - pool.F1Low.Value, 0.02, 0.2);
        Assert.Equal((pool.F1Low, pool.F1High, pool.DiceLow), (again.F1Low, again.F1High, again.DiceLow));
        Assert.NotEqual((pool.F1Low, pool.F1High), (other.F1Low, other.F1High));
    }

    [Fact]
    public void One_image_without_detailed_scores_leaves_the_pool_without()
    {
        var plain = SegmentationEvaluator.Evaluate(Labels.Row((1, 4)), Labels.Row((1, 4)));
        var pool = SegmentationEvaluator.Pool([.. CreateImages(), plain], bootstrap: 10);
        Assert.Null(pool.Dice);
        Assert.Null(pool.DiceLow);
        Assert.NotNull(pool.F1Low);
        Assert.Null(SegmentationEvaluator.Pool([plain, .. CreateImages()]).Dice);
    }

    [Fact]
    public void A_pool_of_nothing_is_empty()
    {
        var pool = SegmentationEvaluator.Pool([], bootstrap: 10);
        Assert.Equal((0, 0), (pool.ImageCount, pool.TrueCount));
        Assert.Equal(double.NaN, pool.F1);
        Assert.Null(pool.F1Low);
    }
}
