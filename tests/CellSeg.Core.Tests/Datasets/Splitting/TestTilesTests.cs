using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Splitting;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Datasets.Splitting;

public sealed class TestTilesTests
{
    [Fact]
    public void The_test_part_is_cut_after_its_annotations_were_counted()
    {
        // 216 x 256 pixels make four tiles, the lower of which begin in row 88; the cell of rows 100 to 119 is in an upper and a lower one.
        var labels = TestImages.Rectangles(216, 256, (100, 10, 20, 20), (5, 200, 10, 10), (90, 120, 10, 20));
        var data = new CellDataset("d", "d", [.. Enumerable.Range(0, 5).Select(i => new CellMovie(
            $"m{i}", "d", 2, _ => TestImages.Noise(216, 256, 1), _ => labels, 6))], 0.5);
        var whole = DatasetSplitter.Split(data, new DatasetSplitOptions { ValidationFraction = 0.2 });
        var split = DatasetSplitter.Split(data, new DatasetSplitOptions { ValidationFraction = 0.2, TestTileSize = 128 });
        string name = whole.Test.Movies.Single().Name;
        Assert.Equal([$"{name} (0, 0, 1)", $"{name} (0, 128, 1)", $"{name} (88, 0, 1)", $"{name} (88, 128, 1)"], split.Test.Movies.Select(tile => tile.Name));
        // The second cell touches neither lower tile; the third, of columns 120 to 139, all four.
        Assert.Equal([4, 4, 4, 2], split.Test.Movies.Select(tile => tile.AnnotationCount));
        Assert.All(split.Test.Movies, tile => Assert.Equal(tile.AnnotationCount, 2 * tile.ReadLabels().CountCells()));
        Assert.All(split.Test.Movies, tile => Assert.Equal((2, new FrameSize(128, 128)), (tile.FrameCount, tile.FrameSize)));
        Assert.Equal((18, 6, 6, 14), (split.AnnotationCount, split.ValidationAnnotationCount, split.TestAnnotationCount, split.Test.AnnotationCount));
        Assert.Equal(0.5, split.Test.PixelSize);
        Assert.Equal(SavedSplit.Describe(whole), SavedSplit.Describe(split));
    }

    [Fact]
    public void Images_without_labels_and_small_ones_are_cut_too()
    {
        var data = new CellDataset("d", "d", [.. Enumerable.Range(0, 2).Select(i => new CellMovie($"m{i}", "d", 1, _ => TestImages.Noise(40, 60, 1)))]);
        var tiles = DatasetSplitter.Split(data, new DatasetSplitOptions { TestFraction = 0.5, TestTileSize = 50 }).Test.Movies;
        Assert.Equal([new FrameSize(40, 50), new FrameSize(40, 50)], tiles.Select(tile => tile.FrameSize!.Value));
        Assert.All(tiles, tile => Assert.False(tile.HasLabels));
    }

    [Fact]
    public void A_movie_that_cannot_be_read_is_told_and_the_others_are_cut()
    {
        var data = new CellDataset("d", "d", [.. Enumerable.Range(0, 6).Select(i => new CellMovie(
            $"m{i}", "d", 1, _ => TestImages.Noise(20, 20, 1),
            _ => i % 2 == 0 ? new LabelImage(20, 20) : throw new CellSegException($"m{i}", "it ends early", "Get it again")))]);
        var problems = new List<string>();
        var options = new DatasetSplitOptions { TestFraction = 0.6, TestTileSize = 10 };
        var split = DatasetSplitter.Split(data, options, problem => problems.Add(problem.Target));
        var whole = DatasetSplitter.Split(data, options with { TestTileSize = null }).Test;
        Assert.Equal(whole.Movies.Select(movie => movie.Name).Where(name => (name[1] - '0') % 2 == 1), problems);
        Assert.NotEmpty(problems);
        Assert.Equal(4 * (whole.MovieCount - problems.Count), split.Test.MovieCount);
        Assert.Throws<CellSegException>(() => DatasetSplitter.Split(data, options));
        Assert.Throws<CellSegException>(() => DatasetSplitter.Split(data, options with { TestTileSize = 0 }));
    }
}
