using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Models;
using CellSeg.Models.Specifications;
using CellSeg.Targets;
using CellSeg.Training;
using CellSeg.Training.Checkpoints;

namespace CellSeg.Core.Tests.Training;

/// <summary>A model that has learnt some targets goes on with them.</summary>
[Collection(nameof(TorchCollection))]
public sealed class LearntTargetsTests : IDisposable
{
    private static readonly TrainingOptions Options = SmallTraining.Options with
    {
        Epochs = 1, Targets = new DistanceTargetOptions { Alpha = null, AlphaExponent = 1, Beta = 12 },
        PixelwiseTargets = new PixelwiseTargetOptions { DilationRadius = 1 },
    };

    private static readonly TargetOptions Learnt = new(Options.Targets, Options.PixelwiseTargets);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_trained_model_goes_on_with_what_it_learnt_unless_told_otherwise()
    {
        using (var first = SmallTraining.NewModel())
        {
            Assert.Equal(TrainingPresets.Create(TrainingPreset.FineTune), TrainingPresets.Create(TrainingPreset.FineTune, first));
            ModelTrainer.Train(first, SmallTraining.Split(), Options with { CheckpointPath = _folder["first"] });
        }
        using var model = ModelFolder.Load(_folder["first"]);
        Assert.Equal(Learnt, model.Training!.Targets);

        var options = TrainingPresets.Create(TrainingPreset.FineTune, model);
        Assert.Equal(TrainingPresets.Create(TrainingPreset.FineTune) with { Targets = Learnt.Distances, PixelwiseTargets = Learnt.Pixelwise }, options);
        Assert.Equal(Learnt.Distances, TrainingPresets.Create(TrainingPreset.Default, model).Targets);
        Assert.Equal(TrainingPresets.Create(TrainingPreset.Thesis), TrainingPresets.Create(TrainingPreset.Thesis, model));

        options = options with { Epochs = 1, CropsPerEpoch = 0, BatchSize = 2, CropSize = 32 };
        using var tuned = model.Clone();
        ModelTrainer.Train(tuned, SmallTraining.Split(), options with { CheckpointPath = _folder["tuned"] });
        Assert.Equal(Learnt, ModelFolder.Describe(_folder["tuned"]).Training!.Targets);

        using var other = model.Clone();
        var wanted = Learnt.Distances with { Beta = 3 };
        ModelTrainer.Train(other, SmallTraining.Split(), options with { Targets = wanted });
        Assert.Equal(Learnt with { Distances = wanted }, other.Training!.Targets);
        Assert.False(Weights.AreEqual(tuned, other));
    }

    [Fact]
    public void Without_options_a_trained_model_goes_on_with_what_it_learnt()
    {
        using var model = SmallTraining.NewModel();
        ModelTrainer.Train(model, SmallTraining.Split(), Options);
        model.Training = model.Training! with { Dataset = "before" };
        using var source = new CancellationTokenSource();
        var progress = new DirectProgress<TrainingProgress>(_ => source.Cancel());
        Assert.ThrowsAny<OperationCanceledException>(() => ModelTrainer.Train(model, SmallTraining.Split(), null, progress, source.Token));
        Assert.NotEqual("before", model.Training.Dataset);
        Assert.Equal(Learnt, model.Training.Targets);
    }

    [Fact]
    public void A_network_of_boxes_has_learnt_no_maps()
    {
        using var model = new SegmentationModel(new ModelSpecification { Schema = SegmentationSchema.RetinaMask, PyramidWidth = 16, FinestLevel = 3 });
        ModelTrainer.Train(model, SmallTraining.Split(), Options);
        Assert.Null(model.Training!.Targets);
        Assert.Equal(TrainingPresets.Create(TrainingPreset.FineTune), TrainingPresets.Create(TrainingPreset.FineTune, model));
    }

    [Fact]
    public void A_model_from_before_targets_were_kept_is_trained_and_resumed_as_before()
    {
        using (var first = SmallTraining.NewModel())
        {
            ModelTrainer.Train(first, SmallTraining.Split(), Options);
            first.Training = first.Training! with { Targets = null };
            ModelFolder.Save(first, _folder["old"]);
        }
        Assert.DoesNotContain("targets", File.ReadAllText(_folder["old", "model.json"]), StringComparison.OrdinalIgnoreCase);
        using var old = ModelFolder.Load(_folder["old"]);
        var options = TrainingPresets.Create(TrainingPreset.FineTune, old);
        Assert.Equal(TrainingPresets.Create(TrainingPreset.FineTune), options);

        options = options with { Epochs = 1, CropsPerEpoch = 0, BatchSize = 2, CropSize = 32, CheckpointPath = _folder["tuned"] };
        using var tuned = old.Clone();
        ModelTrainer.Train(tuned, SmallTraining.Split(), options);
        var identity = CheckpointFile.Read(_folder["tuned"]).State.Identity;
        // As in checkpoints that there are: one word more or less, and none of them could be resumed.
        Assert.Equal(
            """{"SeparateTouching":true,"ErosionWidth":0,"NormaliseOuter":true,"Alpha":null,"AlphaExponent":0.5,"Beta":1,"BackgroundBin":true}""",
            identity["Targets"]);
        Assert.Equal("""{"SeparateEdges":false,"DilationRadius":0}""", identity["PixelwiseTargets"]);

        // With the model that it began with, and with what it has made so far, which tells its targets.
        foreach (string path in (string[])["old", "tuned"])
        {
            using var resumed = ModelFolder.Load(_folder[path]);
            var again = TrainingPresets.Create(TrainingPreset.FineTune, resumed);
            again = options with { Targets = again.Targets, PixelwiseTargets = again.PixelwiseTargets, Resume = true };
            Assert.Single(ModelTrainer.Train(resumed, SmallTraining.Split(), again).History);
            Assert.True(Weights.AreEqual(tuned, resumed));
        }
    }
}
