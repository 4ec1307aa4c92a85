using CellSeg.Core.Tests.Support;
using CellSeg.Imaging;
using CellSeg.Inference.Prediction;
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
        float[] tiled = Maps(512, image).Maps[WatershedSchema.Foreground];
        // At the border tiles see a mirrored image where the whole one sees zeros.
        var inside = Enumerable.Range(0, height * width)
            .Where(i => i / width is >= margin and < height - margin && i % width is >= margin and < width - margin).ToList();
        double mean = inside.Average(i => whole[i]);
        double deviation = Math.Sqrt(inside.Average(i => Math.Pow(whole[i] - mean, 2)));
        double difference = Math.Sqrt(inside.Average(i => Math.Pow(whole[i] - tiled[i], 2)));
        Assert.True(deviation > 1e-4, $"The map is flat: {deviation}.");
        Assert.True(difference < 0.1 * deviation, $"{difference} of {deviation}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    [InlineData(320)]
    [InlineData(500)]
    public void A_tile_size_that_leaves_no_middle_or_is_no_multiple_of_32_is_refused(int size)
        => Assert.Equal(nameof(PredictorOptions.TileSize), Assert.Throws<CellSegException>(() => Predictor(size)).Target);

    [Fact]
    public void The_smallest_tile_size_covers_the_image()
    {
        var maps = Maps(384, TestImages.Noise(10, 400, 1));
        Assert.All(maps.Maps[WatershedSchema.Foreground], value => Assert.InRange(value, 1e-9f, 1));
    }

    [Fact]
    public void Another_number_of_channels_is_refused()
        => Assert.Throws<CellSegException>(() => Predictor(1024).Predict(TestImages.Noise(8, 8, 1, channels: 2)));

    [Fact]
    public void Cancellation_stops_the_prediction()
        => Assert.ThrowsAny<OperationCanceledException>(() => Predictor(1024).Predict(TestImages.Noise(8, 8, 1), new CancellationToken(canceled: true)));

    private PredictedMaps Maps(int tileSize, CellImage image) => (PredictedMaps)Predictor(tileSize).Predict(image);

    private FramePredictor Predictor(int tileSize)
        => FramePredictor.Create(_model, new PredictorOptions { TileSize = tileSize, Precision = ComputePrecision.Float32 });
}
