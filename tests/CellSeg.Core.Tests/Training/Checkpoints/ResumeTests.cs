using System.Text.Json;
using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Files;
using CellSeg.Imaging;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Serialization;
using CellSeg.Training;
using CellSeg.Training.Checkpoints;
using CellSeg.Training.History;
using CellSeg.Training.Optimization;
using CellSeg.Training.Validation;

namespace CellSeg.Core.Tests.Training.Checkpoints;

[Collection(nameof(TorchCollection))]
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Checkpoints => _folder["checkpoint"];

    private TrainingOptions Options => SmallTraining.Options with { CheckpointPath = Checkpoints };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ComputePrecision.Float32, TrainingPreset.Default, 0, FrozenPart.None)]
    [InlineData(ComputePrecision.BFloat16, TrainingPreset.Default, 0, FrozenPart.None)]
    [InlineData(ComputePrecision.Float32, TrainingPreset.Thesis, 0, FrozenPart.None)]
    [InlineData(ComputePrecision.Float32, TrainingPreset.Default, 0.9, FrozenPart.None)]
    [InlineData(ComputePrecision.Float32, TrainingPreset.Default, 0.9, FrozenPart.Backbone)]
    public void A_training_interrupted_at_every_step_ends_with_the_same_bits(
        ComputePrecision precision, TrainingPreset preset, double average, FrozenPart frozen)
    {
        var options = TrainingPresets.Create(preset) with
        {
            Epochs = 3, BatchSize = 2, CropSize = 32, Precision = precision, Seed = 5, MinimumObjects = 1, AverageDecay = average,
            CheckpointPath = Checkpoints,
            // The fifth of nine steps is the first in which everything learns.
            FrozenPart = frozen, FrozenShare = 0.4,
        };
        using var whole = SmallTraining.NewModel();
        var expected = ModelTrainer.Train(whole, SmallTraining.Split(), options with { CheckpointPath = null });

        int runs = 1;
        while (!RunOneStep(options))
            runs++;

        using var resumed = SmallTraining.NewModel();
        var result = ModelTrainer.Train(resumed, SmallTraining.Split(), options with { Resume = true });
        Assert.True(runs > 6);
        Assert.True(Weights.AreEqual(whole, resumed));
        Assert.Equal(whole.Decoder, resumed.Decoder);
        Assert.Equal(expected.BestEpoch, result.BestEpoch);
        // As text, so that a failure shows every digit.
        Assert.Equal(expected.History.Select(Describe), result.History.Select(Describe));
        using var loaded = ModelFolder.Load(Checkpoints);
        Assert.True(Weights.AreEqual(whole, loaded));
    }

    [Fact]
    public void A_checkpoint_saved_after_each_step_is_as_good_as_one_saved_at_the_end()
    {
        using var whole = SmallTraining.NewModel();
        ModelTrainer.Train(whole, SmallTraining.Split(), SmallTraining.Options);

        // The copy is what a killed process leaves.
        using var copied = SmallTraining.NewModel();
        int steps = 0;
        var progress = new DirectProgress<TrainingProgress>(report =>
        {
            if (report is TrainingProgress.StepEnd && ++steps == 6)
                File.Copy(Path.Combine(Checkpoints, CheckpointFile.Name), _folder["kept.safetensors"]);
        });
        ModelTrainer.Train(copied, SmallTraining.Split(), Options with { CheckpointInterval = TimeSpan.Zero }, progress);
        Assert.True(Weights.AreEqual(whole, copied));

        File.Move(_folder["kept.safetensors"], Path.Combine(Checkpoints, CheckpointFile.Name), overwrite: true);
        using var resumed = SmallTraining.NewModel();
        ModelTrainer.Train(resumed, SmallTraining.Split(), Options with { Resume = true });
        Assert.True(Weights.AreEqual(whole, resumed));
    }

    [Fact]
    public void A_finished_training_is_resumed_to_the_same_result_or_to_more_epochs()
    {
        using var first = SmallTraining.NewModel();
        var before = ModelTrainer.Train(first, SmallTraining.Split(), Options with { Selection = EpochSelection.Last });

        using var again = SmallTraining.NewModel();
        var after = ModelTrainer.Train(again, SmallTraining.Split(), Options with { Selection = EpochSelection.Last, Resume = true });
        Assert.True(Weights.AreEqual(first, again));
        Assert.Equal(before.History, after.History);

        using var longer = SmallTraining.NewModel();
        var more = ModelTrainer.Train(longer, SmallTraining.Split(), Options with { Selection = EpochSelection.Last, Resume = true, Epochs = 4 });
        Assert.Equal([1, 2, 3, 4], more.History.Select(record => record.Epoch));
        Assert.Equal(before.History, more.History.Take(3));
        Assert.False(Weights.AreEqual(first, longer));
    }

    [Fact]
    public void Without_a_checkpoint_a_resumed_training_begins()
    {
        using var whole = SmallTraining.NewModel();
        using var begun = SmallTraining.NewModel();
        ModelTrainer.Train(whole, SmallTraining.Split(), SmallTraining.Options);
        ModelTrainer.Train(begun, SmallTraining.Split(), Options with { Resume = true });
        Assert.True(Weights.AreEqual(whole, begun));
    }

    [Fact]
    public void A_training_is_only_resumed_as_what_it_was()
    {
        using var model = SmallTraining.NewModel();
        ModelTrainer.Train(model, SmallTraining.Split(), Options);
        byte[] before = File.ReadAllBytes(Path.Combine(Checkpoints, CheckpointFile.Name));

        var split = SmallTraining.Split();
        var fewer = split with { Training = split.Training.WithMovies("part", [.. split.Training.Movies.Skip(1)]) };
        // The same names, frames and numbers of cells.
        var dark = split with { Training = Change(split.Training, movie => new CellMovie(
            movie.Name, movie.Path, movie.FrameCount, movie.ReadImage, movie.ReadLabels, movie.AnnotationCount) { HasDarkCells = true }) };
        var otherImages = split with { Training = Change(split.Training, Negate) };
        var otherLabels = split with { Training = Change(split.Training, movie => movie.Derive(movie.ReadImage, frame => Shift(movie.ReadLabels(frame)))) };
        var otherValidation = split with { Validation = Change(split.Validation, Negate) };
        foreach (var (named, wanted, data, specification) in new[]
        {
            ("Seed", Options with { Seed = 6 }, split, model.Specification),
            ("LearningRate", Options with { LearningRate = 0.5 }, split, model.Specification),
            ("AverageDecay", Options with { AverageDecay = 0.9 }, split, model.Specification),
            ("CropsPerEpoch", Options with { CropsPerEpoch = 6 }, split, model.Specification),
            ("AreaExponent", Options with { AreaExponent = 0.5 }, split, model.Specification),
            ("FrozenPart", Options with { FrozenPart = FrozenPart.Backbone }, split, model.Specification),
            ("BalanceImages", Options with { BalanceImages = true }, split, model.Specification),
            ("WarpTargets", Options with { WarpTargets = true }, split, model.Specification),
            ("Losses", Options with { Losses = new() { FocalGamma = 1 } }, split, model.Specification),
            ("LossWeights", Options with { LossWeights = new() { Foreground = 0.2 } }, split, model.Specification),
            ("Augmentation", Options with { Augmentation = new() { Blur = 3 } }, split, model.Specification),
            ("Training part", Options, fewer, model.Specification),
            ("Training part", Options, dark, model.Specification),
            ("Pixels of the training part", Options, otherImages, model.Specification),
            ("Pixels of the training part", Options, otherLabels, model.Specification),
            ("Pixels of the validation part", Options, otherValidation, model.Specification),
            ("Model.HighPercentile", Options, split, model.Specification with { HighPercentile = 99 }),
            ("Model.HeadRectifiers", Options, split, model.Specification with { HeadRectifiers = false }),
        })
        {
            using var other = new SegmentationModel(specification);
            var problem = Assert.Throws<CellSegException>(() => ModelTrainer.Train(other, data, wanted with { Resume = true }));
            Assert.Contains(named, problem.Reason, StringComparison.Ordinal);
        }
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Checkpoints, CheckpointFile.Name)));

        static CellDataset Change(CellDataset part, Func<CellMovie, CellMovie> change) => part.WithMovies("changed", [.. part.Movies.Select(change)]);

        static CellMovie Negate(CellMovie movie) => movie.Derive(frame => movie.ReadImage(frame).Negate(), movie.ReadLabels);

        static LabelImage Shift(LabelImage labels)
        {
            var shifted = new LabelImage(labels.Height, labels.Width);
            labels.Pixels.AsSpan(..^1).CopyTo(shifted.Pixels.AsSpan(1));
            return shifted;
        }
    }

    [Fact]
    public void A_damaged_checkpoint_is_named()
    {
        using var model = SmallTraining.NewModel();
        ModelTrainer.Train(model, SmallTraining.Split(), Options);
        string path = Path.Combine(Checkpoints, CheckpointFile.Name);
        byte[] intact = File.ReadAllBytes(path);
        var content = SafetensorsFile.Read(path);
        foreach (Action damage in new Action[]
        {
            () => File.WriteAllBytes(path, intact[..^100]),
            () => SafetensorsFile.Write(path, content.Tensors),
            () => SafetensorsFile.Write(path, content.Tensors, new Dictionary<string, string>(content.Metadata) { ["format_version"] = "1" }),
            () => SafetensorsFile.Write(path, content.Tensors, new Dictionary<string, string>(content.Metadata) { ["state"] = "{" }),
            () => SafetensorsFile.Write(
                path, content.Tensors.Where(pair => !pair.Key.StartsWith("second-moment/", StringComparison.Ordinal)).ToDictionary(),
                content.Metadata.ToDictionary()),
        })
        {
            damage();
            Assert.Equal(path, Assert.Throws<CellSegException>(() => ModelTrainer.Train(model, SmallTraining.Split(), Options with { Resume = true })).Target);
        }
    }

    [Fact]
    public void What_killed_writers_left_is_deleted_and_nothing_else()
    {
        string leftover = _folder.Write($"checkpoint/{Path.GetFileName(AtomicFile.NameTemporary(_folder["weights.safetensors"]))}", "half");
        string own = _folder.Write("checkpoint/.notes.txt", "keep");
        using var model = SmallTraining.NewModel();
        ModelTrainer.Train(model, SmallTraining.Split(), Options with { Epochs = 1 });
        Assert.False(File.Exists(leftover));
        Assert.True(File.Exists(own));
        Assert.Equal(
            [".notes.txt", "checkpoint.safetensors", "history.csv", "learning-curves.png", "model.json", "weights.safetensors"],
            Directory.GetFiles(Checkpoints).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    private static string Describe(EpochRecord record) => JsonSerializer.Serialize(record with { Seconds = 0 });

    /// <summary>Resumes, and interrupts after the first step that is not the last.</summary>
    /// <returns>Whether it came to its end instead.</returns>
    private static bool RunOneStep(TrainingOptions options)
    {
        using var model = SmallTraining.NewModel();
        using var source = new CancellationTokenSource();
        var progress = new DirectProgress<TrainingProgress>(report =>
        {
            if (report is TrainingProgress.StepEnd)
                source.Cancel();
        });
        try
        {
            ModelTrainer.Train(model, SmallTraining.Split(), options with { Resume = true }, progress, source.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
