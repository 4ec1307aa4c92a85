using System.Runtime.InteropServices;
using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Serialization;
using CellSeg.Training;
using CellSeg.Training.Checkpoints;
using CellSeg.Training.Optimization;
using CellSeg.Training.Validation;

namespace CellSeg.Core.Tests.Training;

[Collection(nameof(TorchCollection))]
public sealed class TrainingRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ComputePrecision.Float32)]
    [InlineData(ComputePrecision.BFloat16)]
    public void The_seed_alone_decides_the_weights_in_either_number_type(ComputePrecision precision)
    {
        // Crops of this size are shared among threads.
        var options = SmallTraining.Options with { Epochs = 1, CropSize = 64, Precision = precision };
        using var first = SmallTraining.NewModel();
        using var second = SmallTraining.NewModel();
        ModelTrainer.Train(first, SmallTraining.Split(), options);
        ModelTrainer.Train(second, SmallTraining.Split(), options);
        Assert.True(Weights.AreEqual(first, second));
    }

    [Theory]
    [InlineData(EpochSelection.ValidationF1)]
    [InlineData(EpochSelection.ValidationLoss)]
    [InlineData(EpochSelection.Last)]
    public void The_kept_epoch_is_the_best_by_the_validation_part(EpochSelection selection)
    {
        var kept = new Dictionary<int, IReadOnlyDictionary<string, SafetensorsTensor>>();
        using var model = SmallTraining.NewModel();
        var progress = new DirectProgress<TrainingProgress>(report =>
        {
            if (report is TrainingProgress.EpochEnd end)
                kept[end.Record.Epoch] = model.GetWeights();
        });
        // A rate at which the loss goes up and down.
        var options = SmallTraining.Options with { Epochs = 6, LearningRate = 0.02, Selection = selection, CheckpointPath = _folder["model"] };
        var result = ModelTrainer.Train(model, SmallTraining.Split(), options, progress);
        Assert.Equal(6, result.History.Count);
        Assert.All(result.History, record => Assert.True(record is { ValidationLoss: > 0, ValidationF1: >= 0 and <= 1 }));
        int expected = selection switch
        {
            EpochSelection.ValidationF1 => result.History.OrderBy(record => record.ValidationF1).ThenBy(record => record.Epoch).Last().Epoch,
            EpochSelection.ValidationLoss => result.History.OrderByDescending(record => record.ValidationLoss).ThenBy(record => record.Epoch).Last().Epoch,
            _ => 6,
        };
        Assert.Equal(expected, result.BestEpoch);
        Assert.True(Weights.AreEqual(kept[expected], model.GetWeights()));
        using var loaded = ModelFolder.Load(_folder["model"]);
        Assert.True(Weights.AreEqual(model, loaded));
        Assert.Equal(model.Decoder, loaded.Decoder);
        // The last weights are in the checkpoint.
        Assert.True(Weights.AreEqual(kept[6], CheckpointFile.Read(_folder["model"]).Weights));
    }

    [Theory]
    [InlineData(EpochSelection.ValidationLoss)]
    [InlineData(EpochSelection.Last)]
    public void Averaged_weights_are_judged_kept_and_saved(EpochSelection selection)
    {
        // With a constant rate a shorter training is the beginning of a longer one; this rate makes the loss go up and down.
        var options = SmallTraining.Options with
        {
            Epochs = 4, LearningRate = 0.02, Schedule = RateSchedule.Exponential, RateDecay = 1, AverageDecay = 0.6,
            Selection = selection,
        };
        using var model = SmallTraining.NewModel();
        var result = ModelTrainer.Train(model, SmallTraining.Split(), options with { CheckpointPath = _folder["model"] });
        using var loaded = ModelFolder.Load(_folder["model"]);
        Assert.True(Weights.AreEqual(model, loaded));

        var checkpoint = CheckpointFile.Read(_folder["model"]);
        Assert.Equal(selection == EpochSelection.Last, checkpoint.Best is null);
        Assert.False(Weights.AreEqual(checkpoint.Weights, checkpoint.Average));

        using var shorter = SmallTraining.NewModel();
        ModelTrainer.Train(
            shorter, SmallTraining.Split(),
            options with { Epochs = result.BestEpoch, Selection = EpochSelection.Last, CheckpointPath = _folder["shorter"] });
        Assert.True(Weights.AreEqual(model, shorter));
        Assert.True(Weights.AreEqual(shorter.GetWeights(), CheckpointFile.Read(_folder["shorter"]).Average));

        // The recorded loss is that of the weights that were kept.
        using var optimizer = new AdamOptimizer(model.Network, options.Adam);
        using var none = new WeightAverage(model.Network, 0);
        var validator = new ModelValidator(
            model, SmallTraining.Split().Validation, options.Batches, options.Predictor, (options.ValidationFrames, options.ValidationSize), 1 << 20,
            problem => Assert.Fail(problem.Message), (_, warning) => Assert.Fail(warning.Text));
        var score = validator.Measure(new TrainingStep(model, options.Losses, options.LossWeights, optimizer, none).Measure, default);
        Assert.Equal(result.History[result.BestEpoch - 1].ValidationLoss, score!.Loss);
    }

    [Fact]
    public void An_average_changes_nothing_about_the_weights_that_it_is_of()
    {
        using var with = SmallTraining.NewModel();
        using var without = SmallTraining.NewModel();
        ModelTrainer.Train(with, SmallTraining.Split(), SmallTraining.Options with { AverageDecay = 0.9, CheckpointPath = _folder["with"] });
        ModelTrainer.Train(without, SmallTraining.Split(), SmallTraining.Options with { CheckpointPath = _folder["without"] });
        var (averaged, plain) = (CheckpointFile.Read(_folder["with"]), CheckpointFile.Read(_folder["without"]));
        Assert.True(Weights.AreEqual(averaged.Weights, plain.Weights));
        Assert.NotEmpty(averaged.Average);
        Assert.Empty(plain.Average);
    }

    [Fact]
    public void Validation_changes_nothing_about_the_training()
    {
        using var with = SmallTraining.NewModel();
        using var without = SmallTraining.NewModel();
        var options = SmallTraining.Options with { Selection = EpochSelection.Last };
        var result = ModelTrainer.Train(with, SmallTraining.Split(), options);
        var bare = ModelTrainer.Train(without, SmallTraining.Split(), options with { ValidationFrames = 0 });
        Assert.True(Weights.AreEqual(with, without));
        Assert.NotNull(result.History[^1].ValidationLoss);
        Assert.Null(bare.History[^1].ValidationLoss);
        Assert.Equal(3, bare.BestEpoch);
    }

    [Fact]
    public void Large_frames_are_judged_by_their_middles()
    {
        using var by32 = SmallTraining.NewModel();
        using var by64 = SmallTraining.NewModel();
        using var byAll = SmallTraining.NewModel();
        var options = SmallTraining.Options with { Selection = EpochSelection.Last };
        // The frames have 64 pixels a side.
        var (small, middle, all) = (Judge(by32, 32), Judge(by64, 64), Judge(byAll, 1000));
        Assert.Equal(middle, all);
        Assert.NotEqual(middle, small);
        Assert.True(Weights.AreEqual(by32, byAll));

        List<(double?, double?)> Judge(SegmentationModel model, int size)
            => [.. ModelTrainer.Train(model, SmallTraining.Split(), options with { ValidationSize = size }).History.Select(
                record => (record.ValidationLoss, record.ValidationF1))];
    }

    [Fact]
    public void A_training_that_gets_no_better_ends_early()
    {
        using var model = SmallTraining.NewModel();
        // A rate so high that the loss soon rises.
        var options = SmallTraining.Options with { Epochs = 40, LearningRate = 0.05, Selection = EpochSelection.ValidationLoss, Patience = 2 };
        var result = ModelTrainer.Train(model, SmallTraining.Split(), options);
        Assert.InRange(result.History.Count, 3, 39);
        Assert.Equal(result.History.Count - 2, result.BestEpoch);
        Assert.All(result.History.Skip(result.BestEpoch), record => Assert.True(record.ValidationLoss > result.History[result.BestEpoch - 1].ValidationLoss));
    }

    [Fact]
    public void A_loss_that_is_not_finite_names_the_batch_and_keeps_the_last_good_checkpoint()
    {
        using var model = SmallTraining.NewModel();
        ModelTrainer.Train(model, SmallTraining.Split(), SmallTraining.Options with { CheckpointPath = _folder["model"] });
        byte[] checkpoint = File.ReadAllBytes(_folder["model", CheckpointFile.Name]);

        // The next epoch of the same training meets a loss that is none.
        var options = SmallTraining.Options with { CheckpointPath = _folder["model"], Resume = true, Epochs = 5, CheckpointInterval = TimeSpan.FromHours(1) };
        using var other = SmallTraining.NewModel();
        var split = SmallTraining.Split();
        bool isPoisoned = false;
        var poisoned = split with { Training = split.Training.WithMovies("poisoned", [.. split.Training.Movies.Select(Poison)]) };
        using var run = new TrainingRun(other, poisoned, options, null, default, null);
        isPoisoned = true;
        var problem = Assert.Throws<CellSegException>(run.Run);
        Assert.Contains(split.Training.Movies[0].Name[..3], problem.Reason, StringComparison.Ordinal);
        Assert.Contains("batch", problem.Reason, StringComparison.Ordinal);
        Assert.Equal(checkpoint, File.ReadAllBytes(_folder["model", CheckpointFile.Name]));

        CellMovie Poison(CellMovie movie) => new(movie.Name, movie.Path, movie.FrameCount, frame =>
        {
            var image = movie.ReadImage(frame);
            if (!isPoisoned)
                return image;
            // So few that they are beyond the highest percentile, and so large that a network cannot but overflow.
            return new CellImage(1, image.Height, image.Width, [.. image.Pixels.Select((value, i) => i % 701 == 0 ? float.MaxValue : value)]);
        }, movie.ReadLabels, movie.AnnotationCount);
    }

    [Fact]
    public void Weights_that_are_not_finite_are_not_saved()
    {
        using var model = SmallTraining.NewModel();
        int steps = 0;
        var options = SmallTraining.Options with { CheckpointPath = _folder["model"], CheckpointInterval = TimeSpan.Zero };
        using var run = new TrainingRun(model, SmallTraining.Split(), options, null, default, (_, _) =>
        {
            if (++steps == 3)
                Spoil(model);
            return 1;
        });
        Assert.Contains("no finite numbers", Assert.Throws<CellSegException>(run.Run).Reason, StringComparison.Ordinal);
        Assert.Equal(2, CheckpointFile.Read(_folder["model"]).State.Batch);

        static void Spoil(SegmentationModel model)
        {
            var weights = model.GetWeights().ToDictionary();
            string name = weights.Keys.First();
            float[] values = MemoryMarshal.Cast<byte, float>(weights[name].Data).ToArray();
            values[^1] = float.NaN;
            weights[name] = weights[name] with { Data = MemoryMarshal.AsBytes<float>(values).ToArray() };
            model.SetWeights(weights, "test");
        }
    }

    [Fact]
    public void Too_little_memory_halves_the_batch_with_a_warning()
    {
        using var model = SmallTraining.NewModel();
        var warnings = new List<string>();
        var sizes = new List<int>();
        var progress = new DirectProgress<TrainingProgress>(report =>
        {
            if (report is TrainingProgress.Warning warning)
                warnings.Add(warning.Text);
        });
        var options = SmallTraining.Options with { BatchSize = 4, Epochs = 2, CheckpointPath = _folder["model"] };
        using var run = new TrainingRun(model, SmallTraining.Split(), options, progress, default, (batch, _) =>
        {
            // The second batch does not fit.
            if (batch.Names.Length > 2 && sizes.Count == 1)
                throw new LibtorchException("CUDA out of memory. Tried to allocate 2.00 GiB");
            sizes.Add(batch.Names.Length);
            return 1;
        });
        var result = run.Run();
        Assert.Contains("2", Assert.Single(warnings), StringComparison.Ordinal);
        // Four of six frames, then the other two, then three batches of two.
        Assert.Equal([4, 2, 2, 2, 2], sizes);
        Assert.Equal([2, 3], result.History.Select(record => record.Steps));
        Assert.Equal(2, CheckpointFile.Read(_folder["model"]).State.BatchSize);
    }

    [Fact]
    public void Too_little_memory_for_one_crop_is_an_error()
    {
        using var model = SmallTraining.NewModel();
        using var run = new TrainingRun(
            model, SmallTraining.Split(), SmallTraining.Options, null, default, (_, _) => throw new LibtorchException("CUDA out of memory"));
        Assert.Throws<LibtorchException>(run.Run);
    }

    [Fact]
    public void Without_a_card_one_cannot_be_asked_for()
    {
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "This machine has a card.");
        using var model = SmallTraining.NewModel();
        var options = SmallTraining.Options with { Device = ComputeDevice.Cuda };
        Assert.Equal("Cuda", Assert.Throws<CellSegException>(() => ModelTrainer.Train(model, SmallTraining.Split(), options)).Target);
        Assert.Equal("Cpu", ModelTrainer.Train(model, SmallTraining.Split(), SmallTraining.Options with { Epochs = 1, Device = ComputeDevice.Auto }).Device);
    }

    [Fact]
    public void A_time_limit_ends_the_training_and_what_was_used_up_stays_used_up()
    {
        using var model = SmallTraining.NewModel();
        var options = SmallTraining.Options with { Epochs = 100000, TimeLimit = TimeSpan.FromSeconds(1), CheckpointPath = _folder["model"] };
        var result = ModelTrainer.Train(model, SmallTraining.Split(), options);
        Assert.InRange(result.History.Count, 1, 99999);
        double usedUp = CheckpointFile.Read(_folder["model"]).State.Seconds;
        Assert.True(usedUp >= 1);
        using var again = SmallTraining.NewModel();
        var resumed = ModelTrainer.Train(again, SmallTraining.Split(), options with { Resume = true });
        Assert.Equal(result.History, resumed.History);
        Assert.True(resumed.Duration.TotalSeconds > usedUp);
    }

    [Fact]
    public void The_time_left_is_told_from_the_first_step_on()
    {
        using var model = SmallTraining.NewModel();
        var reports = new List<TrainingProgress.StepEnd>();
        ModelTrainer.Train(model, SmallTraining.Split(), SmallTraining.Options, new DirectProgress<TrainingProgress>(report =>
        {
            if (report is TrainingProgress.StepEnd step)
                reports.Add(step);
        }));
        Assert.All(reports, report => Assert.True(report.Remaining >= TimeSpan.Zero));
        Assert.Equal(reports.Select(report => report.Fraction).Order(), reports.Select(report => report.Fraction));
        Assert.Equal(1, reports[^1].Fraction);
        Assert.Null(reports[0].ValidationF1);
        Assert.NotNull(reports[^1].ValidationF1);
    }

    [Fact]
    public void The_curves_are_a_picture_beside_the_history()
    {
        using var model = SmallTraining.NewModel();
        ModelTrainer.Train(model, SmallTraining.Split(), SmallTraining.Options with { CheckpointPath = _folder["model"] });
        var picture = TestImages.Read(_folder["model", "learning-curves.png"]);
        Assert.Equal((1000, 1800), (picture.Height, picture.Width));
        string[] lines = File.ReadAllLines(_folder["model", "history.csv"]);
        Assert.Equal("Epoch,Steps,Loss,LearningRate,Seconds,ValidationLoss,ValidationF1", lines[0]);
        Assert.Equal(4, lines.Length);
    }

    /// <summary>What TorchSharp throws when libtorch fails.</summary>
    private sealed class LibtorchException(string message) : ExternalException(message);
}
