using System.Text.Json;
using CellSeg.Core.Tests.Cases;
using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Training.Data;

namespace CellSeg.Core.Tests.Training.Data;

public sealed class MovieTileTests
{
    [Fact]
    public void Tiles_are_those_of_the_case()
    {
        var item = CaseFile.Read("transform-cases.json").GetProperty("reshape_matrix");
        int size = item.GetProperty("size").GetInt32();
        var image = new CellImage(1, 5, 7, CaseFile.ReadMap(item.GetProperty("x")));
        var labels = new LabelImage(5, 7, CaseFile.ReadLabels(item.GetProperty("y")));
        JsonElement[] images = [.. item.GetProperty("x_tiles").EnumerateArray()], truths = [.. item.GetProperty("y_tiles").EnumerateArray()];

        var tiles = MovieTile.Cover(5, 7, size).ToList();
        Assert.Equal(images.Length, tiles.Count);
        for (int i = 0; i < tiles.Count; i++)
        {
            Assert.Equal(CaseFile.ReadMap(images[i]), tiles[i].Cut(image, "a").Pixels);
            int[] truth = CaseFile.ReadLabels(truths[i]);
            Assert.Equal(truth, tiles[i].Cut(labels, "a").Pixels);
            Assert.Equal(truth.Max(), tiles[i].CountCells(labels, "a"));
        }
    }

    [Theory]
    [InlineData(100, 300, 64, 18, 118, 64, 64)]
    [InlineData(101, 40, 64, 18, 0, 64, 40)]
    [InlineData(20, 30, 64, 0, 0, 20, 30)]
    public void The_middle_lies_as_far_from_all_borders(int height, int width, int size, int top, int left, int rows, int columns)
        => Assert.Equal(new MovieTile(top, left, rows, columns), MovieTile.Middle(height, width, size));

    [Theory]
    [InlineData(216, 256, "0,0 0,128 88,0 88,128")]
    [InlineData(128, 128, "0,0")]
    [InlineData(100, 300, "0,0 0,128 0,172")]
    public void The_last_tiles_end_at_the_border(int height, int width, string starts)
    {
        var tiles = MovieTile.Cover(height, width, 128).ToList();
        Assert.Equal(starts, string.Join(' ', tiles.Select(tile => $"{tile.Top},{tile.Left}")));
        Assert.All(tiles, tile => Assert.True(tile.Top + tile.Height <= height && tile.Left + tile.Width <= width));
    }

    [Fact]
    public void Every_channel_is_cut()
    {
        var image = TestImages.Noise(6, 5, 1, channels: 2);
        var tile = new MovieTile(2, 1, 3, 4).Cut(image, "a");
        for (int c = 0; c < 2; c++)
        {
            for (int y = 0; y < 3; y++)
                Assert.Equal(image.Plane(c).Slice(((y + 2) * 5) + 1, 4).ToArray(), tile.Plane(c).Slice(y * 4, 4).ToArray());
        }
    }

    [Fact]
    public void Tiles_with_too_few_cells_are_left_out_and_frames_in_a_row_stay_together()
    {
        // Left half: two cells in frames 1, 2 and 4; right half: one cell in each.
        var movie = new CellMovie("m", "m.tif", 4, frame => TestImages.Noise(32, 64, frame), frame => frame == 2
            ? TestImages.Rectangles(32, 64, (5, 40, 5, 5))
            : TestImages.Rectangles(32, 64, (5, 40, 5, 5), (2, 2, 5, 5), (20, 20, 5, 5)));
        var split = Split(movie);

        var two = DataPreparation.Prepare(split, TileSize, 2, Fail, default).Training;
        Assert.Equal([2, 1], two.Movies.Select(part => part.FrameCount));
        Assert.All(two.Movies, part => Assert.Equal(32, part.ReadImage(0).Width));
        Assert.Equal(TestImages.Noise(32, 64, 3).Pixels[..32], two.Movies[1].ReadImage().Pixels[..32]);
        Assert.Equal([4, 2, 1], DataPreparation.Prepare(split, TileSize, 1, Fail, default).Training.Movies.Select(part => part.FrameCount).OrderDescending());
        Assert.Equal(2, DataPreparation.Prepare(split, TileSize, 0, Fail, default).Training.MovieCount);

        // Without tiles whole frames are judged.
        var whole = DataPreparation.Prepare(split, null, 2, Fail, default).Training;
        Assert.Equal([2, 1], whole.Movies.Select(part => part.FrameCount));
        Assert.Equal(64, whole.Movies[0].ReadLabels().Width);
        Assert.Same(split, DataPreparation.Prepare(split, null, 0, Fail, default));
    }

    [Fact]
    public void A_frame_that_cannot_be_read_is_reported_and_left_out()
    {
        var problem = new CellSegException("m.tif", "it is damaged", "Replace it");
        var movie = new CellMovie(
            "m", "m.tif", 3, frame => TestImages.Noise(32, 32, frame),
            frame => frame == 1 ? throw problem : TestImages.Rectangles(32, 32, (1, 1, 4, 4)));
        var problems = new List<CellSegException>();
        var part = DataPreparation.Prepare(Split(movie), TileSize, 1, problems.Add, default).Training;
        Assert.Equal([1, 1], part.Movies.Select(item => item.FrameCount));
        Assert.Same(problem, Assert.Single(problems));
    }

    [Fact]
    public void A_frame_smaller_than_the_first_is_a_problem_of_its_own()
    {
        var movie = new CellMovie(
            "m", "m.tif", 2, frame => TestImages.Noise(32 - frame, 32, frame), frame => TestImages.Rectangles(32 - frame, 32, (1, 1, 4, 4)));
        var problems = new List<CellSegException>();
        Assert.Equal(1, DataPreparation.Prepare(Split(movie), TileSize, 1, problems.Add, default).Training.FrameCount);
        Assert.Equal("m.tif", Assert.Single(problems).Target);
    }

    private const int TileSize = 32;

    private static CellDatasetSplit Split(CellMovie movie)
    {
        var part = new CellDataset("data", "here", [movie]);
        var nothing = part.WithMovies("none", []);
        return new CellDatasetSplit(part, nothing, nothing, 0, 1);
    }

    private static void Fail(CellSegException e) => Assert.Fail(e.Message);
}
