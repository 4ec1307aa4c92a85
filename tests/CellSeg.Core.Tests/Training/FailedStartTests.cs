using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Models;
using CellSeg.Models.Serialization;
using CellSeg.Models.Torch;
using CellSeg.Training;
using CellSeg.Training.Checkpoints;
using CellSeg.Training.Optimization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Training;

/// <summary>A training that cannot begin leaves the model that was lent to it as it was, and no tensor behind.</summary>
[Collection(nameof(TorchCollection))]
public sealed class FailedStartTests : IDisposable
{
    private static readonly TrainingOptions Options = SmallTraining.Options with { Epochs = 1, FrozenPart = FrozenPart.Backbone, AverageDecay = 0.9 };

    private readonly TemporaryFolder _folder = new();

    public FailedStartTests() => TorchLibrary.EnsureLoaded();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("weights/")]
    [InlineData("second-moment/")]
    [InlineData("average/")]
    public void A_checkpoint_that_cannot_be_used_changes_nothing_about_the_model(string missing)
    {
        var options = Options with { CheckpointPath = _folder["model"] };
        using (var trained = SmallTraining.NewModel())
            ModelTrainer.Train(trained, SmallTraining.Split(), options);
        string path = _folder["model", CheckpointFile.Name];
        var content = SafetensorsFile.Read(path);
        string last = content.Tensors.Keys.Last(name => name.StartsWith(missing, StringComparison.Ordinal));
        SafetensorsFile.Write(path, content.Tensors.Where(pair => pair.Key != last).ToDictionary(), content.Metadata.ToDictionary());

        var card = new ModelCard { Description = "Mine." };
        using var model = SmallTraining.NewModel();
        (model.CellDiameter, model.PixelSize, model.Card) = (99, 9, card);
        var before = model.GetWeights();
        long tensors = CountTensors();
        Assert.Equal(path, Assert.Throws<CellSegException>(() => ModelTrainer.Train(model, SmallTraining.Split(), options with { Resume = true })).Target);
        Assert.Equal(tensors, CountTensors());
        Assert.Equal((99, 9), (model.CellDiameter, model.PixelSize));
        Assert.Same(card, model.Card);
        Assert.Null(model.Training);
        Assert.True(Weights.AreEqual(before, model.GetWeights()));
        Assert.All(model.Network.parameters(), weight => Assert.True(weight.requires_grad));
    }

    [Fact]
    public void A_failure_half_way_through_the_start_thaws_the_network_and_frees_what_was_made()
    {
        using var model = SmallTraining.NewModel();
        (model.CellDiameter, model.PixelSize) = (99, 9);
        // The number of all cells, which the model is to tell, is no longer an int.
        var split = SmallTraining.Split();
        CellMovie[] many = [.. split.Training.Movies.Select(
            movie => new CellMovie(movie.Name, movie.Path, 1, movie.ReadImage, movie.ReadLabels, int.MaxValue))];
        split = split with { Training = split.Training.WithMovies("many", many) };
        long tensors = CountTensors();
        Assert.Throws<OverflowException>(() => ModelTrainer.Train(model, split, Options));
        Assert.Equal(tensors, CountTensors());
        Assert.All(model.Network.parameters(), weight => Assert.True(weight.requires_grad));
        Assert.Equal((99, 9), (model.CellDiameter, model.PixelSize));
    }

    [Fact]
    public void Too_little_memory_for_moments_or_averages_frees_those_that_there_are()
    {
        using var network = new Scarce();
        long tensors = CountTensors();
        Assert.Throws<InvalidOperationException>(() => new AdamOptimizer(network, new AdamOptions()));
        Assert.Throws<InvalidOperationException>(() => new WeightAverage(network, 0.9));
        Assert.Equal(tensors, CountTensors());
        network.HasRoom = true;
        using var optimizer = new AdamOptimizer(network, new AdamOptions());
        using var average = new WeightAverage(network, 0.9);
        Assert.Equal(tensors + 3, CountTensors());
    }

    /// <summary>Handles that only looked at a tensor are let go by the collector.</summary>
    private static long CountTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }

    /// <summary>A network of one weight, behind which memory ends.</summary>
    private sealed class Scarce : nn.Module
    {
        private readonly Parameter _weight = new(ones(4));

        public Scarce() : base(nameof(Scarce)) => register_parameter("weight", _weight);

        public bool HasRoom { get; set; }

        public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
        {
            yield return ("weight", _weight);
            if (!HasRoom)
                throw new InvalidOperationException();
        }
    }
}
