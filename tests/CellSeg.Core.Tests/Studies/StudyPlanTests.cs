using System.Text.Json.Nodes;
using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Models.Specifications;
using CellSeg.Studies.Plans;
using CellSeg.Training;

namespace CellSeg.Core.Tests.Studies;

public sealed class StudyPlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static StudyPlan Plan => new()
    {
        FormatVersion = 1,
        Name = "plan",
        Datasets = [new StudyDataset { Name = "a", Path = "/a" }],
        Analyses = StudyAnalyses.Create(StudyAnalysisKind.Thesis),
        BackboneWeights = new Dictionary<BackboneKind, string> { [BackboneKind.ResNet50] = "/r", [BackboneKind.MobileNetV2] = "/m" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(StudyAnalysisKind.Temporal, 24)]
    [InlineData(StudyAnalysisKind.Location, 24)]
    [InlineData(StudyAnalysisKind.Transfer, 48)]
    [InlineData(StudyAnalysisKind.DatasetSize, 90)]
    // What several ask for is trained once.
    [InlineData(StudyAnalysisKind.Thesis, 150)]
    public void Analyses_have_the_trainings_of_the_thesis(StudyAnalysisKind kind, int count)
    {
        var plan = Plan with { Analyses = StudyAnalyses.Create(kind) };
        plan.Validate();
        Assert.Equal(count, plan.Trainings.Count);
        Assert.Equal(count, plan.Trainings.Select(training => training.Id).Distinct().Count());
    }

    [Fact]
    public void Temporal_trainings_have_10_epochs_and_the_others_15()
        => Assert.All(Plan.Trainings, training => Assert.Equal(training.FramesPerBatch > 1 ? 10 : 15, Plan.GetTrainingOptions(training).Epochs));

    [Fact]
    public void Temporal_analyses_look_at_each_data_set_and_the_others_at_all_together()
    {
        var plan = Plan with
        {
            Datasets =
            [
                new StudyDataset { Name = "a", Path = "/a" }, new StudyDataset { Name = "b", Path = "/b" },
                new StudyDataset { Name = "all", Parts = ["a", "b"] },
            ],
        };
        plan.Validate();
        Assert.All(plan.Trainings, training => Assert.Equal(training.FramesPerBatch > 1, training.Dataset != "all"));
        Assert.Equal(48, plan.Trainings.Count(training => training.FramesPerBatch > 1));
    }

    [Fact]
    public void Factors_keep_values_that_an_analysis_has_and_replace_the_free_ones()
    {
        var factors = new StudyFactors { Schema = [SegmentationSchema.Watershed], Fraction = [0.25, 1, 0.3], Pretrained = [true, false], Seed = [7] };
        var plan = Plan with { Analyses = factors.Apply([StudyAnalysisKind.DatasetSize]) };
        Assert.Equal([0.25, 1.0], plan.Trainings.Select(training => training.Fraction).Distinct());
        Assert.All(plan.Trainings, training => Assert.Equal((SegmentationSchema.Watershed, 7), (training.Schema, training.Seed)));
        Assert.Equal(8, plan.Trainings.Count);
        var problem = Assert.Throws<CellSegException>(() => factors.Apply([StudyAnalysisKind.Temporal]));
        Assert.Equal("Temporal", problem.Target);
    }

    [Fact]
    public void A_budget_gives_small_and_large_fractions_as_many_steps()
    {
        var plan = Plan with { StepCount = 100, TrainingOptions = new JsonObject { ["Epochs"] = 15, ["batchSize"] = 4 } };
        foreach (var training in plan.Trainings.Where(training => training.FramesPerBatch == 1))
        {
            var options = plan.GetTrainingOptions(training);
            Assert.Equal((15, 28), (options.Epochs, options.CropsPerEpoch));
        }
    }

    [Fact]
    public void A_plan_is_read_as_it_was_written_with_paths_from_its_folder()
    {
        var plan = Plan with { Datasets = [new StudyDataset { Name = "a", Path = "data", Channel = ["1", "DAPI"] }], ThreadCount = 3 };
        StudyPlanFile.Write(_folder["plan.json"], plan);
        var read = StudyPlanFile.Read(_folder["plan.json"]);
        Assert.Equal(_folder["data"], read.Datasets[0].Path);
        Assert.Equal(plan.Trainings, read.Trainings);
        Assert.Equal(3, read.ThreadCount);
        StudyPlanFile.Write(_folder["again.json"], read);
        StudyPlanFile.Write(_folder["third.json"], StudyPlanFile.Read(_folder["again.json"]));
        Assert.Equal(File.ReadAllBytes(_folder["again.json"]), File.ReadAllBytes(_folder["third.json"]));
    }

    [Theory]
    [InlineData("\"stepCount\": null", "\"stepCount\": 0", "StepCount")]
    [InlineData("\"stepCount\": null", "\"stepsCount\": 5", "stepsCount")]
    [InlineData("\"stepCount\": null", "\"stepCount\": \"many\"", "stepCount")]
    [InlineData("\"testFraction\": 0.2", "\"testFraction\": 1.2", "TestFraction")]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2", "FormatVersion")]
    [InlineData("\"trainingOptions\": {}", "\"trainingOptions\": { \"Epoch\": 3 }", "trainingOptions.Epoch")]
    [InlineData("\"trainingOptions\": {}", "\"trainingOptions\": { \"seed\": 3 }", "trainingOptions.seed")]
    [InlineData("\"trainingOptions\": {}", "\"trainingOptions\": { \"epochs\": \"x\" }", "trainingOptions.epochs")]
    [InlineData("\"trainingOptions\": {}", "\"trainingOptions\": { \"epochs\": 0 }", "trainingOptions.epochs")]
    [InlineData("\"trainingOptions\": {}", "\"trainingOptions\": { \"augmentation\": { \"blurr\": 0 } }", "trainingOptions.augmentation.blurr")]
    [InlineData("\"modelOptions\": {}", "\"modelOptions\": { \"temporal\": { \"mode\": \"Gru\" } }", "modelOptions.temporal.mode")]
    [InlineData("\"modelOptions\": {}", "\"modelOptions\": { \"pyramidWidth\": 0 }", "modelOptions.pyramidWidth")]
    [InlineData("\"schemas\": [\n        \"RetinaMask\"", "\"schemas\": [\n        \"Mask\"", "analyses[0].schemas[0]")]
    [InlineData("\"framesPerBatch\": [\n        3,", "\"framesPerBatch\": [\n        1,", "analyses[0].framesPerBatch")]
    [InlineData("\"name\": \"a\"", "\"name\": \"a/b\"", "datasets[0].name")]
    [InlineData("\"format\": \"Auto\"", "\"format\": 1", "datasets[0].format")]
    [InlineData("\"MobileNetV2\": \"/m\"", "\"FeatureNet\": \"/m\"", "analyses[1].pretrained")]
    public void What_is_not_possible_is_told_by_file_and_place(string before, string after, string place)
    {
        StudyPlanFile.Write(_folder["plan.json"], Plan);
        string text = File.ReadAllText(_folder["plan.json"]);
        Assert.Contains(before, text, StringComparison.Ordinal);
        string path = _folder.Write("bad.json", text.Replace(before, after, StringComparison.Ordinal));
        var problem = Assert.Throws<CellSegException>(() => StudyPlanFile.Read(path));
        Assert.Equal(path, problem.Target);
        Assert.Contains(place, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_analyses_cannot_ask_for_one_training_with_other_epochs()
    {
        var one = new StudyAnalysis { Name = "one" };
        var plan = Plan with { Analyses = [one, one with { Epochs = 3 }] };
        Assert.Contains("other epochs", Assert.Throws<CellSegException>(plan.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_options_that_differ_from_the_preset_are_in_the_plan()
    {
        var options = TrainingPresets.Create(TrainingPreset.Thesis) with { Epochs = 3, Losses = new() };
        var plan = Plan.WithOptions(ModelPresets.Create(ModelPreset.Thesis) with { HeadWidth = 32 }, options);
        Assert.Equal(["epochs", "losses"], plan.TrainingOptions.Select(option => option.Key));
        Assert.Equal(["headWidth"], plan.ModelOptions.Select(option => option.Key));
        var training = plan.Trainings.First(training => training.Schema == SegmentationSchema.Watershed);
        Assert.Equal(options.Losses, plan.GetTrainingOptions(training).Losses);
        Assert.Equal(32, plan.GetSpecification(training).HeadWidth);
    }
}
