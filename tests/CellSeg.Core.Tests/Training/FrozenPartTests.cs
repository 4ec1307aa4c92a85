using System.Runtime.InteropServices;
using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Models;
using CellSeg.Models.Serialization;
using CellSeg.Models.Specifications;
using CellSeg.Training;
using CellSeg.Training.Checkpoints;
using CellSeg.Training.Optimization;
using CellSeg.Training.Validation;

namespace CellSeg.Core.Tests.Training;

[Collection(nameof(TorchCollection))]
public sealed class FrozenPartTests : IDisposable
{
    // Whatever could move a weight without a gradient is on.
    private static readonly TrainingOptions Options = SmallTraining.Options with
    {
        WeightDecay = 0.1, L2 = 0.1, AverageDecay = 0.9, Selection = EpochSelection.Last,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SegmentationSchema.Watershed, FrozenPart.Backbone)]
    [InlineData(SegmentationSchema.Watershed, FrozenPart.AllButHeads)]
    [InlineData(SegmentationSchema.RetinaMask, FrozenPart.Backbone)]
    [InlineData(SegmentationSchema.RetinaMask, FrozenPart.AllButHeads)]
    public void Frozen_weights_and_statistics_keep_their_bits_while_all_others_learn(SegmentationSchema schema, FrozenPart part)
    {
        using var model = new SegmentationModel(new ModelSpecification
        {
            Schema = schema, PyramidWidth = 16, FinestLevel = 3, Temporal = new() { FramesPerBatch = 2, Mode = TemporalMode.Gru },
        });
        var before = model.GetWeights().ToDictionary();
        // A zero with a sign has other bits than one without.
        float[] negative = [-0f, -0f, -0f];
        before["channels.bias"] = before["channels.bias"] with { Data = MemoryMarshal.AsBytes<float>(negative).ToArray() };
        model.SetWeights(before, "test");

        ModelTrainer.Train(model, SmallTraining.Split(), Options with { FrozenPart = part, CheckpointPath = _folder["model"] });

        var checkpoint = CheckpointFile.Read(_folder["model"]);
        Assert.Equal(checkpoint.State.Steps, checkpoint.State.FrozenSteps);
        Assert.True(checkpoint.State.Steps >= 9);
        string[] frozen = part == FrozenPart.Backbone ? ["channels", "backbone"] : ["channels", "backbone", "pyramid", "temporal"];
        foreach (var after in (IReadOnlyDictionary<string, SafetensorsTensor>[])[model.GetWeights(), checkpoint.Weights, checkpoint.Average])
        {
            foreach (var (name, tensor) in before)
                Assert.True(frozen.Contains(PartOf(name)) == tensor.Data.AsSpan().SequenceEqual(after[name].Data), name);
        }
        Assert.Contains(before.Keys, name => name.StartsWith("backbone", StringComparison.Ordinal) && name.EndsWith("running_var", StringComparison.Ordinal));
        // The model that was lent can learn again, and is ready to be used.
        Assert.All(model.Network.parameters(), weight => Assert.True(weight.requires_grad));
        Assert.All(model.Network.modules(), module => Assert.False(module.training));
    }

    [Fact]
    public void When_the_share_is_over_everything_learns()
    {
        using var model = SmallTraining.NewModel();
        var start = model.GetWeights();
        var changed = new List<string[]>();
        var progress = new DirectProgress<TrainingProgress>(report =>
        {
            if (report is TrainingProgress.StepEnd)
                changed.Add(Changed(start, model.GetWeights()));
        });
        // The share is over after 3.6 of nine steps, and so before the fifth, in the middle of an epoch.
        var options = Options with { FrozenPart = FrozenPart.Backbone, FrozenShare = 0.4, CheckpointPath = _folder["model"] };
        ModelTrainer.Train(model, SmallTraining.Split(), options, progress);

        Assert.Equal(9, changed.Count);
        Assert.All(changed[..4], names => Assert.DoesNotContain(names, IsFrozen));
        Assert.DoesNotContain(start.Keys.Except(changed[4]), CanChange);
        Assert.Equal(4, CheckpointFile.Read(_folder["model"]).State.FrozenSteps);

        static bool IsFrozen(string name) => PartOf(name) is "channels" or "backbone";
    }

    [Fact]
    public void What_has_begun_to_learn_is_not_frozen_again_in_a_training_that_is_made_longer()
    {
        var options = Options with { FrozenPart = FrozenPart.AllButHeads, FrozenShare = 0.9, CheckpointPath = _folder["model"] };
        using var model = SmallTraining.NewModel();
        ModelTrainer.Train(model, SmallTraining.Split(), options with { Epochs = 4 });
        var before = CheckpointFile.Read(_folder["model"]);
        Assert.Equal((12, 11), (before.State.Steps, before.State.FrozenSteps));
        ModelTrainer.Train(model, SmallTraining.Split(), options with { Epochs = 5, Resume = true });
        var after = CheckpointFile.Read(_folder["model"]);
        Assert.Equal((15, 11), (after.State.Steps, after.State.FrozenSteps));
        Assert.DoesNotContain(before.Weights.Keys.Except(Changed(before.Weights, after.Weights)), CanChange);
    }

    [Fact]
    public void Without_a_part_or_a_share_nothing_is_frozen()
    {
        using var plain = SmallTraining.NewModel();
        using var part = SmallTraining.NewModel();
        using var share = SmallTraining.NewModel();
        ModelTrainer.Train(plain, SmallTraining.Split(), Options);
        ModelTrainer.Train(part, SmallTraining.Split(), Options with { FrozenPart = FrozenPart.AllButHeads, FrozenShare = 0 });
        ModelTrainer.Train(share, SmallTraining.Split(), Options with { FrozenShare = 0.5 });
        Assert.True(Weights.AreEqual(plain, part));
        Assert.True(Weights.AreEqual(plain, share));
    }

    // The coarsest level of so small crops is a pixel, of which batch normalisation leaves nothing to the biases before it.
    private static bool CanChange(string name) => !name.EndsWith(".bias", StringComparison.Ordinal);

    private static string PartOf(string weight) => weight[..weight.IndexOf('.', StringComparison.Ordinal)];

    private static string[] Changed(IReadOnlyDictionary<string, SafetensorsTensor> before, IReadOnlyDictionary<string, SafetensorsTensor> after)
        => [.. before.Keys.Where(name => !before[name].Data.AsSpan().SequenceEqual(after[name].Data))];
}
