using CellSeg.Core.Tests.Support;
using CellSeg.Imaging;
using CellSeg.Inference.Prediction;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Inference.Prediction.Views;
using CellSeg.Inference.Prediction.Windows;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Specifications;
using CellSeg.Schemas;

namespace CellSeg.Core.Tests.Inference.Prediction;

[Collection(nameof(TorchCollection))]
public sealed class MapPredictorTests : IDisposable
{
    private readonly SegmentationModel _model = new(new ModelSpecification { PyramidWidth = 32 });

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(33, 47)]
    [InlineData(100, 300)]
    public void Maps_have_the_size_of_the_image(int height, int width)
    {
        var maps = Maps(1024, TestImages.Noise(height, width, 1));
        Assert.Equal((height, width, 3), (maps.Height, maps.Width, maps.Maps.Count));
        foreach (var (map, values) in maps.Maps)
        {
            Assert.Equal(height * width, values.Length);
            Assert.All(values, value => Assert.True(value >= 0 && (map != WatershedSchema.Foreground || value <= 1)));
        }
    }

    [Fact]
    public void Tiles_give_about_what_the_whole_image_gives()
    {
        const int height = 400, width = 530, margin = 100;
        // Blobs, not noise, so that there is something to tell apart at the scale of cells.
        var image = new CellImage(
            1, height, width, [.. Enumerable.Range(0, height * width).Select(i => MathF.Sin(i / width / 9f) * MathF.Cos(i % width / 13f))]);
        float[] whole = Maps(1024, image).Maps[WatershedSchema.Foreground];
        float[] tiled = Tiles(512, image);
        // At the border tiles see a mirrored image where the whole one sees zeros.
        var inside = Enumerable.Range(0, height * width)
            .Where(i => i / width is >= margin and < height - margin && i % width is >= margin and < width - margin).ToList();
        double mean = inside.Average(i => whole[i]);
        double deviation = Math.Sqrt(inside.Average(i => Math.Pow(whole[i] - mean, 2)));
        double difference = Math.Sqrt(inside.Average(i => Math.Pow(whole[i] - tiled[i], 2)));
        Assert.True(deviation > 1e-4, $"The map is flat: {deviation}.");
        Assert.True(difference < 0.1 * deviation, $"{difference} of {deviation}");
    }

    [Fact]
    public void The_tile_size_changes_nothing()
    {
        var image = TestImages.Noise(210, 75, 1);
        var expected = Maps(32, image);
        foreach (int size in new[] { 256, 512, 1024 })
            Assert.All(Maps(size, image).Maps, map => Assert.Equal(expected.Maps[map.Key], map.Value));
    }

    [Fact]
    public void Streamed_maps_of_several_models_are_those_in_memory()
    {
        using var other = new SegmentationModel(new ModelSpecification { PyramidWidth = 16, Seed = 2 });
        var predictor = (MapPredictor)FramePredictor.Create([_model, other]);
        var image = TestImages.Noise(150, 70, 1);
        var maps = (PredictedMaps)predictor.Predict(image);
        using var source = predictor.Stream(image, "image")!;
        foreach (var (first, end) in new[] { (0, 60), (40, 110), (90, 150) })
        {
            source.Provide(first, end, TestContext.Current.CancellationToken);
            var window = new MapWindow(first, 5, end - first, 60);
            float[] streamed = new float[window.Height * window.Width], expected = new float[streamed.Length];
            for (int plane = 0; plane < 3; plane++)
            {
                source.Copy(plane, window, streamed);
                new MapsInMemory(maps).Copy(plane, window, expected);
                Assert.Equal(expected, streamed);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    public void A_tile_size_that_is_no_multiple_of_32_is_refused(int size)
        => Assert.Equal(nameof(PredictorOptions.TileSize), Assert.Throws<CellSegException>(() => Predictor(size)).Target);

    [Theory]
    [InlineData(256)]
    [InlineData(320)]
    public void A_tile_size_that_leaves_no_middle_is_refused(int size)
        => Assert.Equal(nameof(PredictorOptions.TileSize), Assert.Throws<CellSegException>(() => Tiles(size, TestImages.Noise(8, 8, 1))).Target);

    [Fact]
    public void The_smallest_tile_size_covers_the_image()
        => Assert.All(Tiles(384, TestImages.Noise(10, 400, 1)), value => Assert.InRange(value, 1e-9f, 1));

    [Fact]
    public void Another_number_of_channels_is_refused()
        => Assert.Throws<CellSegException>(() => Predictor(1024).Predict(TestImages.Noise(8, 8, 1, channels: 2)));

    [Fact]
    public void Cancellation_stops_the_prediction()
        => Assert.ThrowsAny<OperationCanceledException>(() => Predictor(1024).Predict(TestImages.Noise(8, 8, 1), new CancellationToken(canceled: true)));

    private PredictedMaps Maps(int tileSize, CellImage image) => (PredictedMaps)Predictor(tileSize).Predict(image);

    /// <summary>The foreground as libtorch computes it tile by tile, which the processor does not need.</summary>
    private float[] Tiles(int tileSize, CellImage image)
    {
        var network = new TiledMapNetwork(new TiledNetwork(_model, new PredictorOptions { TileSize = tileSize }));
        float[] foreground = new float[image.Height * image.Width];
        var seen = _model.Specification.Normalize(image, "image");
        network.Run(
            [seen], ImageView.Create(TestTimeAugmentation.None, image.Height, image.Width)[0], (values, tile) => tile.AddTo(values, 2, foreground), default);
        return foreground;
    }

    private FramePredictor Predictor(int tileSize)
        => FramePredictor.Create(_model, new PredictorOptions { TileSize = tileSize, Precision = ComputePrecision.Float32 });
}
