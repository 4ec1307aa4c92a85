using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Models.Specifications;
using CellSeg.Training.Data;

namespace CellSeg.Core.Tests.Training.Data;

public sealed class FrameCacheTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    public void The_middle_of_a_large_frame_has_the_intensities_of_the_whole(long budget)
    {
        var image = TestImages.Noise(70, 50, 1);
        // Bright outside of the middle, which the normalisation sees.
        image.Pixels.AsSpan(0, 500).Fill(9);
        var labels = TestImages.Rectangles(70, 50, (0, 0, 10, 10), (30, 20, 9, 9));
        var movie = new CellMovie("a", "a", 1, _ => image, _ => labels);
        var data = new CellDataset("data", "data", [movie]);
        var specification = new ModelSpecification();
        var whole = new FrameCache(data, specification, budget).Get(0);
        Assert.Equal(ImageNormalizer.Normalize(image, specification.Normalization).Pixels, whole.Image.Pixels);
        Assert.Same(labels, whole.Labels);

        var cache = new FrameCache(data, specification, budget, largestSide: 32);
        for (int time = 0; time < 2; time++)
        {
            var middle = cache.Get(0);
            Assert.Equal(new MovieTile(19, 9, 32, 32).Cut(whole.Image, "a").Pixels, middle.Image.Pixels);
            Assert.Equal(TestImages.Rectangles(32, 32, (11, 11, 9, 9)).Pixels, middle.Labels.Pixels);
        }
    }

    [Fact]
    public void A_tile_without_a_finite_value_leaves_the_others_of_its_frame()
    {
        var image = TestImages.Noise(32, 64, 1);
        for (int row = 0; row < 32; row++)
            image.Pixels.AsSpan((row * 64) + 32, 32).Fill(float.NaN);
        var movie = new CellMovie("a", "a.tif", 1, _ => image, _ => new LabelImage(32, 64));
        var data = new CellDataset("data", "data", [.. MovieTile.Cover(32, 64, 32).Select(tile => movie.Cut(tile, 0, 1))]);
        var cache = new FrameCache(data, new ModelSpecification(), 1 << 20);
        Assert.All(cache.Get(0).Image.Pixels, value => Assert.True(float.IsFinite(value)));
        Assert.Equal("a (0, 32, 1)", Assert.Throws<CellSegException>(() => cache.Get(1)).Target);
    }

    [Theory]
    [InlineData(1 << 20, 2)]
    [InlineData(0, 18)]
    public void The_tiles_of_a_frame_are_cut_from_one_reading_as_far_as_there_is_room(long budget, int expectedReads)
    {
        int reads = 0;
        var images = new[] { TestImages.Noise(70, 80, 1), TestImages.Noise(70, 80, 2) };
        var labels = TestImages.Rectangles(70, 80, (0, 0, 10, 10), (30, 20, 9, 9), (50, 60, 20, 20));
        var movie = new CellMovie("a", "a", 2, frame => { reads++; return images[frame]; }, _ => labels);
        var tiles = MovieTile.Cover(70, 80, 32).ToList();
        var data = new CellDataset("data", "data", [.. tiles.Select(tile => movie.Cut(tile, 0, 2))]);
        var cache = new FrameCache(data, new ModelSpecification { Normalization = ImageNormalization.None }, budget);
        Assert.Equal(18, cache.Count);
        // Frames of one tile follow each other.
        foreach (int i in Enumerable.Range(0, cache.Count).Reverse())
        {
            var (image, expected) = (cache.Get(i), tiles[i / 2]);
            Assert.Equal(expected.Cut(images[i % 2], "a").Pixels, image.Image.Pixels);
            Assert.Equal(expected.Cut(labels, "a").Pixels, image.Labels.Pixels);
        }
        Assert.Equal(expectedReads, reads);
    }
}
