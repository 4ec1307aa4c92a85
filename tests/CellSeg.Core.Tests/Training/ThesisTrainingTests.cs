using CellSeg.Core.Tests.Support;
using CellSeg.Datasets.Simulation;
using CellSeg.Datasets.Splitting;
using CellSeg.Decoding;
using CellSeg.Models;
using CellSeg.Models.Specifications;
using CellSeg.Training;
using CellSeg.Training.Data;
using CellSeg.Training.Optimization;

namespace CellSeg.Core.Tests.Training;

[Collection(nameof(TorchCollection))]
public sealed class ThesisTrainingTests
{
    [Theory]
    [InlineData(SegmentationSchema.Watershed, 1, 15, 0.75, 1.25)]
    [InlineData(SegmentationSchema.Pixelwise, 3, 10, 0.75, 1.25)]
    [InlineData(SegmentationSchema.RetinaMask, 1, 15, 0.8, 1.2)]
    [InlineData(SegmentationSchema.RetinaMask, 5, 10, 0.8, 1.2)]
    public void Movies_have_fewer_epochs_and_boxes_a_narrower_zoom(SegmentationSchema schema, int frames, int epochs, double low, double high)
    {
        using var model = NewModel(schema, frames);
        var options = TrainingPresets.Create(TrainingPreset.Thesis, model);
        Assert.Equal((epochs, low, high), (options.Epochs, options.Augmentation.ZoomLow, options.Augmentation.ZoomHigh));
        // Of the rest all models have the same (thesis section 2.3).
        var common = TrainingPresets.Create(TrainingPreset.Thesis);
        Assert.Equal(common, options with { Epochs = common.Epochs, Augmentation = common.Augmentation });
        options.Validate();
    }

    [Fact]
    public void The_numbers_are_those_of_the_text()
    {
        var options = TrainingPresets.Create(TrainingPreset.Thesis);
        Assert.Equal((15, 4, 128, 3), (options.Epochs, options.BatchSize, options.CropSize, options.MinimumObjects));
        Assert.Equal((OptimizerKind.Adam, 1e-5, 1e-3, 1e-5, 1e-7), (options.Optimizer, options.LearningRate, options.ClipNorm, options.L2, options.Epsilon));
        Assert.Equal((RateSchedule.Exponential, 0.99, 0, 0), (options.Schedule, options.RateDecay, options.WarmUp, options.WeightDecay));
        Assert.Equal((CropSampling.Tiles, true, true, false), (options.Sampling, options.WarpTargets, options.Augmentation.NearestBorder, options.TuneDecoder));
        Assert.True(TrainingPresets.Create(TrainingPreset.Default).TuneDecoder);
    }

    [Fact]
    public void What_is_not_tuned_keeps_its_decoder_and_learns_the_same()
    {
        // One cell that covers most of its frame is found as soon as a model says foreground everywhere.
        var data = CellSimulator.Simulate(new SimulationOptions { MovieCount = 4, Width = 64, Height = 64, CellCount = 1, Radius = 30 });
        var split = DatasetSplitter.Split(data, new DatasetSplitOptions { TestFraction = 0, ValidationFraction = 0 });
        var specification = new ModelSpecification { PyramidWidth = 16, BackboneOptions = new BackboneOptions { BatchNormMomentum = 0.5 } };
        using var tuned = new SegmentationModel(specification);
        using var kept = new SegmentationModel(specification);
        // Nothing is found by it, and with a lower threshold all that is foreground becomes a cell, since nothing is a marker.
        var decoder = new WatershedDecoderOptions { ForegroundThreshold = 2, DetectionThreshold = 2 };
        (tuned.Decoder, kept.Decoder) = (decoder, decoder);
        var options = SmallTraining.Options with { Epochs = 12, ValidationFrames = 0 };
        ModelTrainer.Train(tuned, split, options);
        ModelTrainer.Train(kept, split, options with { TuneDecoder = false });
        Assert.Equal(decoder, kept.Decoder);
        Assert.NotEqual(decoder, tuned.Decoder);
        Assert.True(Weights.AreEqual(tuned, kept));
    }

    [Fact]
    public void A_training_may_be_gone_on_with_and_not_tuned()
    {
        using var folder = new TemporaryFolder();
        var options = SmallTraining.Options with { Epochs = 1, CheckpointPath = folder["training"] };
        using (var model = SmallTraining.NewModel())
            ModelTrainer.Train(model, SmallTraining.Split(), options);
        using var resumed = SmallTraining.NewModel();
        var result = ModelTrainer.Train(resumed, SmallTraining.Split(), options with { Epochs = 2, Resume = true, TuneDecoder = false });
        Assert.Equal(2, result.History.Count);
    }

    private static SegmentationModel NewModel(SegmentationSchema schema, int frames) => new(ModelPresets.Create(ModelPreset.Thesis, schema) with
    {
        PyramidWidth = 16,
        Temporal = new TemporalOptions { FramesPerBatch = frames },
    });
}
