using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Simulation;
using CellSeg.Datasets.Splitting;
using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Inference;
using CellSeg.Inference.Prediction;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Specifications;
using CellSeg.Schemas;
using CellSeg.Training;

namespace CellSeg.Core.Tests.Models;

/// <summary>Every schema goes through the same stages.</summary>
[Collection(nameof(TorchCollection))]
public sealed class SchemaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SegmentationSchema.Watershed, BackboneKind.ResNet50)]
    [InlineData(SegmentationSchema.Watershed, BackboneKind.FeatureNet)]
    [InlineData(SegmentationSchema.Pixelwise, BackboneKind.MobileNetV2)]
    [InlineData(SegmentationSchema.Pixelwise, BackboneKind.FeatureNet)]
    [InlineData(SegmentationSchema.DiscretisedWatershed, BackboneKind.FeatureNet)]
    [InlineData(SegmentationSchema.RetinaMask, BackboneKind.FeatureNet)]
    [InlineData(SegmentationSchema.RetinaMask, BackboneKind.MobileNetV2)]
    public void A_model_is_trained_saved_loaded_and_used(SegmentationSchema schema, BackboneKind backbone)
    {
        using var model = new SegmentationModel(Small(schema, backbone));
        string path = _folder["model"];
        ModelTrainer.Train(
            model, Split(),
            new TrainingOptions { Epochs = 1, BatchSize = 2, CropSize = 64, CheckpointPath = path, Precision = ComputePrecision.Float32 });
        using var loaded = ModelFolder.Load(path);
        Assert.Equal((model.Specification, model.Decoder), (loaded.Specification, loaded.Decoder));
        var image = TestImages.Noise(70, 90, 1);
        var labels = new CellSegmenter(model).Segment(image);
        Assert.Equal((70, 90), (labels.Height, labels.Width));
        Assert.Equal(labels.Pixels, new CellSegmenter(loaded).Segment(image).Pixels);
    }

    [Theory]
    [InlineData(SegmentationSchema.Watershed, TemporalMode.Conv3D)]
    [InlineData(SegmentationSchema.Watershed, TemporalMode.Gru)]
    [InlineData(SegmentationSchema.Pixelwise, TemporalMode.Lstm)]
    [InlineData(SegmentationSchema.RetinaMask, TemporalMode.None)]
    [InlineData(SegmentationSchema.RetinaMask, TemporalMode.Conv3D)]
    public void A_movie_model_is_trained_and_uses_the_frames_of_a_movie(SegmentationSchema schema, TemporalMode mode)
    {
        var temporal = new TemporalOptions { Mode = mode, FramesPerBatch = 3 };
        using var model = new SegmentationModel(Small(schema, BackboneKind.FeatureNet) with { Temporal = temporal });
        // Four frames are one clip and a rest; two are fewer than a clip.
        var split = Split(frames: 4);
        var result = ModelTrainer.Train(model, split, new TrainingOptions { Epochs = 1, BatchSize = 2, CropSize = 64, Precision = ComputePrecision.Float32 });
        Assert.Equal(split.Training.MovieCount / 2, result.History[0].Steps);
        foreach (int frames in new[] { 1, 2, 4 })
        {
            var movies = CellSimulator.Simulate(new SimulationOptions { MovieCount = 1, FrameCount = frames, Width = 64, Height = 64, CellCount = 3 });
            var segmenter = new CellSegmenter(model);
            Assert.Equal(frames, SegmentationInput.FromDataset(movies).Select(input => segmenter.Segment(input)).Count());
        }
    }

    [Fact]
    public void Neighbouring_frames_change_what_a_movie_model_says()
    {
        var temporal = new TemporalOptions { Mode = TemporalMode.Conv3D, FramesPerBatch = 3 };
        using var model = new SegmentationModel(Small(SegmentationSchema.Watershed, BackboneKind.FeatureNet) with { Temporal = temporal });
        CellImage[] frames = [.. Enumerable.Range(0, 3).Select(seed => TestImages.Noise(64, 64, seed))];
        var predictor = FramePredictor.Create(model, new PredictorOptions { Precision = ComputePrecision.Float32 });
        float[] moving = Outer(predictor.Predict(frames)[1]), still = Outer(predictor.Predict(frames[1]));
        Assert.NotEqual(moving, still);
        var error = Assert.Throws<CellSegException>(() => predictor.Predict([frames[0], frames[1], TestImages.Noise(64, 32, 1)]));
        Assert.Contains("64 x 32", error.Message);

        static float[] Outer(FramePrediction prediction) => ((PredictedMaps)prediction).Maps[WatershedSchema.OuterDistance];
    }

    [Theory]
    [InlineData(0, 7, 3, 0)]
    [InlineData(2, 7, 3, 0)]
    [InlineData(3, 7, 3, 3)]
    [InlineData(6, 7, 3, 4)]
    [InlineData(1, 2, 3, 0)]
    [InlineData(5, 6, 1, 5)]
    public void Clips_follow_each_other_and_the_last_ends_with_the_movie(int frame, int count, int length, int expected)
        => Assert.Equal(expected, ClipWindow.Start(frame, count, length));

    [Fact]
    public void Combinations_that_make_no_sense_are_refused()
    {
        AssertRefused(new ModelSpecification { Temporal = new() { Mode = TemporalMode.Gru } }, "frames");
        AssertRefused(new ModelSpecification { Temporal = new() { FramesPerBatch = 0 } }, "FramesPerBatch");
        AssertRefused(new ModelSpecification { PixelClasses = 5 }, "PixelClasses");
        AssertRefused(new ModelSpecification { CoarsestBackboneLevel = 1 }, "CoarsestBackboneLevel");
        AssertRefused(
            new ModelSpecification { Schema = SegmentationSchema.RetinaMask, FinestLevel = 4, Detection = new() { CoarsestLevel = 3 } },
            "CoarsestLevel");
        AssertRefused(new ModelSpecification { Schema = SegmentationSchema.RetinaMask, CoarsestBackboneLevel = 4 }, "backbone");

        static void AssertRefused(ModelSpecification specification, string name)
            => Assert.Contains(name, Assert.Throws<CellSegException>(() => new SegmentationModel(specification)).Message);
    }

    private static ModelSpecification Small(SegmentationSchema schema, BackboneKind backbone)
        => ModelPresets.Create(ModelPreset.Default, schema, backbone) with { PyramidWidth = 16 };

    private static CellDatasetSplit Split(int frames = 1) => DatasetSplitter.Split(
        CellSimulator.Simulate(new SimulationOptions { MovieCount = 5, FrameCount = frames, Width = 64, Height = 64, CellCount = 4 }),
        new DatasetSplitOptions());
}
