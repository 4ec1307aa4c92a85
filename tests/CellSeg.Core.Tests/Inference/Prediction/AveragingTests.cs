using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Inference;
using CellSeg.Inference.Prediction;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Inference.Prediction.Views;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Specifications;

namespace CellSeg.Core.Tests.Inference.Prediction;

/// <summary>Means over views and over models, against those made by hand of single predictions of flipped copies of the image.</summary>
[Collection(nameof(TorchCollection))]
public sealed class AveragingTests : IDisposable
{
    private static readonly ModelSpecification Small = new() { PyramidWidth = 16, HeadWidth = 16, FinestLevel = 3 };

    private readonly SegmentationModel _model = new(Small, "first");

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(TestTimeAugmentation.Flips, 64, 96)]
    [InlineData(TestTimeAugmentation.All, 64, 96)]
    [InlineData(TestTimeAugmentation.All, 50, 71)]
    public void Maps_are_the_mean_of_those_of_flipped_images_turned_back(TestTimeAugmentation augmentation, int height, int width)
    {
        var image = TestImages.Noise(height, width, 1);
        AssertClose(MeanByHand([_model], [image], augmentation)[0], Maps(image, augmentation));
        // Were all views alike, any mean would do.
        Assert.True(Difference(Maps(image, TestTimeAugmentation.None), Maps(image, augmentation)) > 1e-3);
    }

    [Fact]
    public void A_flipped_or_turned_image_has_flipped_or_turned_maps()
    {
        var image = TestImages.Noise(64, 96, 2);
        var maps = Maps(image, TestTimeAugmentation.All);
        foreach (var turn in Turns(TestTimeAugmentation.All))
            AssertClose(maps.ConvertAll(map => turn.Apply(map)), Maps(turn.Apply(image), TestTimeAugmentation.All));
    }

    [Fact]
    public void A_symmetric_image_has_symmetric_maps()
    {
        var half = TestImages.Noise(64, 48, 3);
        var image = new CellImage(1, 64, 96, [.. Enumerable.Range(0, 64 * 96).Select(i => half.Pixels[(48 * (i / 96)) + Math.Min(i % 96, 95 - (i % 96))])]);
        var plain = Maps(image, TestTimeAugmentation.None);
        Assert.True(Difference(plain, [.. plain.Select(FlipColumns)]) > 1e-3);
        var flips = Maps(image, TestTimeAugmentation.Flips);
        AssertClose([.. flips.Select(FlipColumns)], flips);
    }

    [Fact]
    public void The_views_of_tiles_are_averaged_where_they_lie_in_the_image()
    {
        var image = TestImages.Noise(20, 520, 4);
        AssertClose(
            MeanByHand([_model], [image], TestTimeAugmentation.Flips, tileSize: 512)[0], Maps(image, TestTimeAugmentation.Flips, tileSize: 512));
    }

    [Fact]
    public void Tiles_give_about_what_the_whole_image_gives()
    {
        const int height = 192, width = 530, margin = 90;
        var image = new CellImage(
            1, height, width, [.. Enumerable.Range(0, height * width).Select(i => MathF.Sin(i / width / 9f) * MathF.Cos(i % width / 13f))]);
        float[] whole = Maps(image, TestTimeAugmentation.Flips)[2].Pixels, tiled = Maps(image, TestTimeAugmentation.Flips, tileSize: 512)[2].Pixels;
        // At the border tiles see a mirrored image where the whole one sees zeros.
        var inside = Enumerable.Range(0, height * width)
            .Where(i => i / width is >= margin and < height - margin && i % width is >= margin and < width - margin).ToList();
        double mean = inside.Average(i => whole[i]);
        double deviation = Math.Sqrt(inside.Average(i => Math.Pow(whole[i] - mean, 2)));
        double difference = Math.Sqrt(inside.Average(i => Math.Pow(whole[i] - tiled[i], 2)));
        Assert.True(deviation > 1e-5, $"The map is flat: {deviation}.");
        Assert.True(difference < 0.1 * deviation, $"{difference} of {deviation}");
    }

    [Fact]
    public void Clips_are_flipped_in_space_and_not_in_time()
    {
        using var model = new SegmentationModel(Small with
        {
            InputChannels = 2, Temporal = new TemporalOptions { Mode = TemporalMode.Gru, FramesPerBatch = 3 },
        });
        CellImage[] clip = [.. Enumerable.Range(5, 3).Select(seed => TestImages.Noise(40, 64, seed, channels: 2))];
        var expected = MeanByHand([model], clip, TestTimeAugmentation.All);
        var found = Predictor([model], TestTimeAugmentation.All).Predict(clip);
        for (int frame = 0; frame < 3; frame++)
            AssertClose(expected[frame], Images(found[frame]));
        double difference = Difference(expected[0], expected[2]);
        Assert.True(difference > 1e-4, $"The frames are alike: {difference}.");
    }

    [Theory]
    [InlineData(TestTimeAugmentation.None, 2)]
    [InlineData(TestTimeAugmentation.Flips, 8)]
    public void The_maps_of_models_are_averaged_after_each_has_normalised_for_itself(TestTimeAugmentation augmentation, int passes)
    {
        using var other = new SegmentationModel(Small with { Seed = 1, Normalization = ImageNormalization.None, Backbone = BackboneKind.FeatureNet });
        var image = TestImages.Noise(64, 64, 8);
        var predictor = Predictor([_model, other], augmentation);
        AssertClose(MeanByHand([_model, other], [image], augmentation)[0], Images(predictor.Predict(image)));
        Assert.Equal(passes, predictor.PassCount);
    }

    [Fact]
    public void The_first_model_says_how_cells_are_made_of_the_mean()
    {
        using var other = new SegmentationModel(Small with { Seed = 1 }, "second") { Decoder = _model.Decoder with { MinimumArea = 1000 } };
        _model.Decoder = new WatershedDecoderOptions { ForegroundThreshold = -1, MinimumArea = 0 };
        var image = TestImages.Noise(64, 64, 9);
        var expected = Predictor([_model, other], TestTimeAugmentation.None).Predict(image).Decode(_model.Decoder);
        var movie = new CellMovie("cells", "cells.tif", 1, _ => image);
        var segmenter = new CellSegmenter([_model, other]);
        var found = segmenter.Segment(new SegmentationInput(movie));
        Assert.Equal(expected.Pixels, found.ReadLabels().Pixels);
        Assert.True(found.CellCount > 0);
        Assert.Equal(("first + second", 2), (found.ModelName, segmenter.PassCount));
    }

    public static TheoryData<string, ModelSpecification> Others => new()
    {
        { "schema: Watershed and Pixelwise", Small with { Schema = SegmentationSchema.Pixelwise } },
        { "schema: Watershed and RetinaMask", Small with { Schema = SegmentationSchema.RetinaMask, HeadWidth = 64 } },
        { "InnerDistance 1, OuterDistance 1, Foreground 2 and InnerDistance 1, OuterDistance 1", Small with { ForegroundHead = false } },
        { "input channels: 1 and 2", Small with { InputChannels = 2 } },
        { "frames per batch: 1 and 3", Small with { Temporal = new TemporalOptions { FramesPerBatch = 3 } } },
    };

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void Models_that_say_different_things_are_refused_by_name(string reason, ModelSpecification specification)
    {
        using var other = new SegmentationModel(specification, "second");
        var problem = Assert.Throws<CellSegException>(() => FramePredictor.Create([_model, other]));
        Assert.Contains("\"first\" (model 1) and \"second\" (model 2)", problem.Reason, StringComparison.Ordinal);
        Assert.EndsWith(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Boxes_are_refused()
    {
        using var one = new SegmentationModel(Small with { Schema = SegmentationSchema.RetinaMask, HeadWidth = 64 }, "one");
        using var another = new SegmentationModel(one.Specification, "another");
        var problem = Assert.Throws<CellSegException>(() => FramePredictor.Create([one, another]));
        Assert.Matches("\"one\".*\"another\".*boxes", problem.Reason);
        AssertViewsRefused(one, "\"one\".*boxes");
    }

    [Fact]
    public void Views_are_refused_where_a_pixel_has_to_know_its_place()
    {
        using var model = new SegmentationModel(Small with { LocationLayer = true }, "placed");
        AssertViewsRefused(model, "\"placed\".*location layer");
        // The mean of models that see the image as it is has a meaning.
        using var other = new SegmentationModel(model.Specification with { Seed = 1 });
        Assert.Equal(2, FramePredictor.Create([model, other]).PassCount);
    }

    [Fact]
    public void Unknown_views_are_refused()
        => Assert.Equal(
            nameof(PredictorOptions.TestTimeAugmentation),
            Assert.Throws<CellSegException>(() => Predictor([_model], (TestTimeAugmentation)7)).Target);

    private static void AssertViewsRefused(SegmentationModel model, string reason)
    {
        var problem = Assert.Throws<CellSegException>(() => Predictor([model], TestTimeAugmentation.Flips));
        Assert.Equal(nameof(PredictorOptions.TestTimeAugmentation), problem.Target);
        Assert.Matches(reason, problem.Reason);
    }

    private List<CellImage> Maps(CellImage image, TestTimeAugmentation augmentation, int tileSize = 1024)
        => Images(Predictor([_model], augmentation, tileSize).Predict(image));

    private static FramePredictor Predictor(IReadOnlyList<SegmentationModel> models, TestTimeAugmentation augmentation, int tileSize = 1024)
        => FramePredictor.Create(
            models, new PredictorOptions { TestTimeAugmentation = augmentation, TileSize = tileSize, Precision = ComputePrecision.Float32 });

    /// <summary>The maps of a frame as images, in the order of the schema.</summary>
    private static List<CellImage> Images(FramePrediction prediction)
    {
        var maps = (PredictedMaps)prediction;
        return [.. maps.Schema.Maps.Select(map => new CellImage(map.TargetChannels, maps.Height, maps.Width, maps.Maps[map]))];
    }

    /// <summary>For each frame the mean maps of single predictions, each of a copy of the clip and turned back by a copy of the maps.</summary>
    private static List<List<CellImage>> MeanByHand(
        IReadOnlyList<SegmentationModel> models, IReadOnlyList<CellImage> clip, TestTimeAugmentation augmentation, int tileSize = 1024)
    {
        var single = models.SelectMany(model => Turns(augmentation).Select(turn =>
        {
            var found = Predictor([model], TestTimeAugmentation.None, tileSize).Predict([.. clip.Select(turn.Apply)]);
            return found.Select(frame => Images(frame).ConvertAll(map => turn.Back(map))).ToList();
        })).ToList();
        return [.. Enumerable.Range(0, clip.Count).Select(frame => single[0][frame].Select((first, map) => new CellImage(
            first.Channels, first.Height, first.Width,
            [.. first.Pixels.Select((_, i) => single.Average(prediction => prediction[frame][map].Pixels[i]))])).ToList())];
    }

    private static Turn[] Turns(TestTimeAugmentation augmentation)
    {
        Func<CellImage, CellImage>[] flips = [image => image, FlipRows, FlipColumns, image => FlipRows(FlipColumns(image))];
        Turn[] all =
        [
            .. flips.Select(flip => new Turn(flip, flip)),
            .. flips.Select(flip => new Turn(image => Transpose(flip(image)), image => flip(Transpose(image)))),
        ];
        return augmentation == TestTimeAugmentation.None ? all[..1] : augmentation == TestTimeAugmentation.Flips ? all[..4] : all;
    }

    private static CellImage FlipRows(CellImage image) => Rearrange(image, image.Height, image.Width, (y, x) => (image.Height - 1 - y, x));

    private static CellImage FlipColumns(CellImage image) => Rearrange(image, image.Height, image.Width, (y, x) => (y, image.Width - 1 - x));

    private static CellImage Transpose(CellImage image) => Rearrange(image, image.Width, image.Height, (y, x) => (x, y));

    private static CellImage Rearrange(CellImage image, int height, int width, Func<int, int, (int Y, int X)> source)
    {
        var result = new CellImage(image.Channels, height, width, new float[image.Pixels.Length]);
        for (int c = 0; c < image.Channels; c++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    var (row, column) = source(y, x);
                    result.Plane(c)[(y * width) + x] = image.Plane(c)[(row * image.Width) + column];
                }
            }
        }
        return result;
    }

    private static void AssertClose(IReadOnlyList<CellImage> expected, IReadOnlyList<CellImage> actual)
    {
        double scale = expected.Max(map => map.Pixels.Max());
        Assert.True(scale > 1e-3, $"The maps are empty: {scale}.");
        Assert.InRange(Difference(expected, actual), 0, 1e-5 * scale);
    }

    /// <summary>The largest difference of any two values.</summary>
    private static double Difference(IReadOnlyList<CellImage> expected, IReadOnlyList<CellImage> actual)
    {
        Assert.Equal(expected.Select(map => (map.Channels, map.Height, map.Width)), actual.Select(map => (map.Channels, map.Height, map.Width)));
        return expected.Zip(actual).Max(pair => pair.First.Pixels.Zip(pair.Second.Pixels).Max(values => Math.Abs(values.First - (double)values.Second)));
    }

    private sealed record Turn(Func<CellImage, CellImage> Apply, Func<CellImage, CellImage> Back);
}
