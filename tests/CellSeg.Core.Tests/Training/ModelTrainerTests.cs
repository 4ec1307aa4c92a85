using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Datasets.Simulation;
using CellSeg.Datasets.Splitting;
using CellSeg.Decoding;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Specifications;
using CellSeg.Targets;
using CellSeg.Training;
using CellSeg.Training.Data;
using CellSeg.Training.Losses;
using CellSeg.Training.Optimization;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Training;

[Collection(nameof(TorchCollection))]
public sealed class ModelTrainerTests : IDisposable
{
    private static readonly TrainingOptions Short = new() { Epochs = 2, BatchSize = 2, CropSize = 64, Precision = ComputePrecision.Float32, Seed = 5 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_seed_alone_decides_the_weights()
    {
        using var first = NewModel();
        using var second = NewModel();
        using var third = NewModel();
        var result = ModelTrainer.Train(first, Split(5), Short);
        ModelTrainer.Train(second, Split(5), Short);
        ModelTrainer.Train(third, Split(5), Short with { Seed = 6 });
        Assert.True(Weights.AreEqual(first, second));
        Assert.Equal(first.Decoder, second.Decoder);
        Assert.False(Weights.AreEqual(first, third));

        // Four frames are two batches.
        Assert.Equal([(1, 2), (2, 2)], result.History.Select(record => (record.Epoch, record.Steps)));
        Assert.Equal((4, 2, 5L), (first.Training!.MovieCount, first.Training.Epochs, first.Training.Seed));
    }

    [Fact]
    public void The_loss_falls_and_no_tensor_is_left_behind()
    {
        using var model = NewModel();
        var counts = new List<long>();
        var progress = new DirectProgress<TrainingProgress>(report =>
        {
            if (report is TrainingProgress.EpochEnd)
                counts.Add(Tensor.TotalCount);
        });
        var result = ModelTrainer.Train(model, Split(5), Short with { Epochs = 10 }, progress);
        Assert.Equal(10, result.History.Count);
        Assert.True(result.History.TakeLast(3).Average(record => record.Loss) < 0.9 * result.History.Take(3).Average(record => record.Loss));
        Assert.True(counts[2..].Max() <= counts[1], string.Join(", ", counts));
    }

    [Fact]
    public void A_cancelled_training_leaves_a_model_that_can_be_loaded()
    {
        using var model = NewModel();
        using var source = new CancellationTokenSource();
        string path = _folder["checkpoint"];
        var progress = new DirectProgress<TrainingProgress>(report =>
        {
            if (report is TrainingProgress.StepEnd { Epoch: 2 })
                source.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(
            () => ModelTrainer.Train(model, Split(5), Short with { Epochs = 50, CheckpointPath = path }, progress, source.Token));
        using var loaded = ModelFolder.Load(path);
        Assert.True(Weights.AreEqual(model, loaded));
        Assert.Equal(1, loaded.Training!.Epochs);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(path, "history.csv")).Length);
    }

    [Fact]
    public void A_frame_that_cannot_be_read_is_reported_once_and_training_goes_on()
    {
        using var model = NewModel();
        var split = Split(5);
        var problem = new CellSegException("bad.png", "it is damaged", "Replace it");
        var bad = new CellMovie("bad", "bad.png", 1, _ => throw problem, _ => throw problem, 3);
        split = split with { Training = split.Training.WithMovies("with a bad one", [bad, .. split.Training.Movies]) };
        var problems = new List<CellSegException>();
        var progress = new DirectProgress<TrainingProgress>(report =>
        {
            if (report is TrainingProgress.Problem reported)
                problems.Add(reported.Error);
        });
        var result = ModelTrainer.Train(model, split, Short with { Epochs = 2, CacheBytes = 0 }, progress);
        Assert.Equal(2, result.History.Count);
        Assert.Same(problem, Assert.Single(problems));
    }

    [Fact]
    public void Without_a_frame_that_can_be_read_the_problem_is_thrown()
    {
        using var model = NewModel();
        var problem = new CellSegException("bad.png", "it is damaged", "Replace it");
        var split = Split(5);
        split = split with { Training = split.Training.WithMovies("bad", [new CellMovie("bad", "bad.png", 1, _ => throw problem, _ => throw problem, 3)]) };
        Assert.Same(problem, Assert.Throws<CellSegException>(() => ModelTrainer.Train(model, split, Short)));
    }

    [Fact]
    public void Movies_without_annotation_are_nothing_to_learn_from()
    {
        using var model = NewModel();
        var split = Split(5);
        var bare = split.Training.Movies.Select(movie => new CellMovie(movie.Name, movie.Path, 1, movie.ReadImage)).ToList();
        split = split with { Training = split.Training.WithMovies("bare", bare) };
        Assert.Equal(split.Training.Name, Assert.Throws<CellSegException>(() => ModelTrainer.Train(model, split, Short)).Target);
    }

    [Fact]
    public void Options_out_of_range_name_themselves()
    {
        (string Name, TrainingOptions Options)[] cases =
        [
            (nameof(TrainingOptions.Epochs), Short with { Epochs = 0 }),
            (nameof(TrainingOptions.BatchSize), Short with { BatchSize = 0 }),
            (nameof(TrainingOptions.BatchSize), Short with { BatchSize = 1, CropSize = 32 }),
            (nameof(TrainingOptions.CropSize), Short with { CropSize = 65 }),
            (nameof(TrainingOptions.BatchSize), Short with { CropSize = 32, BatchSize = 1 }),
            (nameof(TrainingOptions.LearningRate), Short with { LearningRate = double.NaN }),
            (nameof(TrainingOptions.WeightDecay), Short with { WeightDecay = -1 }),
            (nameof(TrainingOptions.WarmUp), Short with { WarmUp = 1 }),
            (nameof(TrainingOptions.AverageDecay), Short with { AverageDecay = 1 }),
            (nameof(LossWeights.Foreground), Short with { LossWeights = new() { Foreground = -1 } }),
            (nameof(LossWeights.FinalScores), Short with { LossWeights = new() { FinalScores = double.NaN } }),
            (nameof(LossOptions.SmoothL1Sigma), Short with { Losses = new() { SmoothL1Sigma = 0 } }),
            (nameof(LossOptions.FocalGamma), Short with { Losses = new() { FocalGamma = -1 } }),
            (nameof(LossOptions.FocalAlpha), Short with { Losses = new() { FocalAlpha = 1.1 } }),
            (nameof(TrainingOptions.TimeLimit), Short with { TimeLimit = TimeSpan.Zero }),
            (nameof(TrainingOptions.MinimumObjects), Short with { MinimumObjects = -1 }),
            (nameof(TrainingOptions.Beta1), Short with { Beta1 = 1 }),
            (nameof(TrainingOptions.Beta2), Short with { Beta2 = -0.1 }),
            (nameof(TrainingOptions.Epsilon), Short with { Epsilon = 0 }),
            (nameof(TrainingOptions.ClipNorm), Short with { ClipNorm = double.NaN }),
            (nameof(TrainingOptions.L2), Short with { L2 = -1 }),
            (nameof(TrainingOptions.RateDecay), Short with { RateDecay = 1.1 }),
            (nameof(TrainingOptions.ValidationFrames), Short with { ValidationFrames = -1 }),
            (nameof(TrainingOptions.ValidationSize), Short with { ValidationSize = 31 }),
            (nameof(TrainingOptions.Patience), Short with { Patience = -1 }),
            (nameof(TrainingOptions.CheckpointInterval), Short with { CheckpointInterval = TimeSpan.FromSeconds(-1) }),
            (nameof(TrainingOptions.Resume), Short with { Resume = true }),
            (nameof(TrainingOptions.CropsPerEpoch), Short with { CropsPerEpoch = -1 }),
            (nameof(TrainingOptions.CropsPerEpoch), Short with { CropsPerEpoch = int.MaxValue }),
            (nameof(TrainingOptions.AreaExponent), Short with { AreaExponent = 1.5 }),
            (nameof(TrainingOptions.AreaExponent), Short with { AreaExponent = 0.5, Sampling = CropSampling.Tiles }),
            (nameof(TrainingOptions.AreaExponent), Short with { AreaExponent = 0.5, BalanceImages = true }),
            (nameof(AugmentationOptions.ScaledShare), Short with { WarpTargets = true, Augmentation = new() { ScaledShare = 0.1 } }),
            (nameof(DistanceTargetOptions.AlphaExponent), Short with { Targets = new() { AlphaExponent = 1 } }),
            (nameof(TrainingOptions.FrozenPart), Short with { FrozenPart = (FrozenPart)7 }),
            (nameof(TrainingOptions.FrozenShare), Short with { FrozenShare = -0.1 }),
            (nameof(TrainingOptions.FrozenShare), Short with { FrozenShare = 1.1 }),
        ];
        foreach (var (name, options) in cases)
            Assert.Equal(name, Assert.Throws<CellSegException>(options.Validate).Target);
        // Each of the pairs above is possible by itself, and what a user lays over the default targets.
        Assert.All(
            [
                Short with { AreaExponent = 0.5 }, Short with { BalanceImages = true }, Short with { WarpTargets = true },
                Short with { Augmentation = new() { ScaledShare = 0.1 } }, Short with { Targets = Short.Targets with { AlphaExponent = 1, Beta = 12 } },
            ],
            options => options.Validate());
    }

    [Fact]
    public void Weights_of_pixels_are_refused_for_a_network_without_maps()
    {
        using var model = new SegmentationModel(new ModelSpecification { Schema = SegmentationSchema.RetinaMask, PyramidWidth = 16, FinestLevel = 3 });
        var unread = new CellMovie("m", "m.tif", 1, _ => throw new InvalidOperationException(), _ => throw new InvalidOperationException(), 3);
        var split = new CellDatasetSplit(new CellDataset("data", "here", [unread]), new CellDataset("v", "here", []), new CellDataset("t", "here", []), 0, 1);
        var options = Short with { Losses = new LossOptions { TouchingWeight = 2 } };
        Assert.Equal(
            nameof(LossOptions.TouchingWeight), Assert.Throws<CellSegException>(() => ModelTrainer.Train(model, split, options)).Target);
        // What is for it passes, and so does the weight with a network of maps.
        var possible = Short with { Losses = new LossOptions { FocalGamma = 1, SmoothL1Sigma = 1 } };
        Assert.Throws<InvalidOperationException>(() => ModelTrainer.Train(model, split, possible));
        using var maps = NewModel();
        Assert.Throws<InvalidOperationException>(() => ModelTrainer.Train(maps, split, options));
    }

    [Fact]
    public void The_options_of_every_preset_can_be_used()
    {
        Assert.All(Enum.GetValues<TrainingPreset>(), preset => TrainingPresets.Create(preset).Validate());
        // As many steps for five images as for fifty.
        var fineTuning = TrainingPresets.Create(TrainingPreset.FineTune);
        Assert.Equal(fineTuning.Batches.CountBatches(5), fineTuning.Batches.CountBatches(50));
        Assert.True(fineTuning.Epochs < new TrainingOptions().Epochs);
    }

    [Fact]
    public void Few_frames_give_as_many_steps_as_are_wanted()
    {
        using var model = NewModel();
        var result = ModelTrainer.Train(model, Split(3), Short with { CropSize = 32, CropsPerEpoch = 7 });
        Assert.Equal(2, result.Split.Training.FrameCount);
        Assert.Equal([4, 4], result.History.Select(record => record.Steps));
    }

    [Fact]
    public void A_model_tells_the_trained_one_that_it_started_from_also_when_it_was_resumed()
    {
        var split = Split(3);
        var options = Short with { Epochs = 1, CropSize = 32 };
        using var model = NewModel();
        model.Name = "fresh";
        ModelTrainer.Train(model, split, options with { CheckpointPath = _folder["first"] });
        Assert.Null(model.Training!.BaseModel);

        // A training goes on that began with an untrained model, though the one that is given is trained.
        using (var half = ModelFolder.Load(_folder["first"]))
        {
            ModelTrainer.Train(half, split, options with { CheckpointPath = _folder["first"], Resume = true, Epochs = 2 });
            Assert.Null(half.Training!.BaseModel);
        }

        using var copy = model.Clone();
        ModelTrainer.Train(copy, split, options with { CheckpointPath = _folder["second"] });
        using var loaded = ModelFolder.Load(_folder["second"]);
        Assert.Equal(("fresh", 1), (loaded.Training!.BaseModel, loaded.Training.Epochs));
        loaded.Name = "second";
        ModelTrainer.Train(loaded, split, options with { CheckpointPath = _folder["second"], Resume = true, Epochs = 2 });
        Assert.Equal(("fresh", 2), (loaded.Training.BaseModel, loaded.Training.Epochs));
    }

    private static SegmentationModel NewModel() => new(new ModelSpecification { PyramidWidth = 16 });

    private static CellDatasetSplit Split(int movies)
        => DatasetSplitter.Split(CellSimulator.Simulate(new SimulationOptions { MovieCount = movies, Width = 64, Height = 64, CellCount = 6, Radius = 7 }));
}
