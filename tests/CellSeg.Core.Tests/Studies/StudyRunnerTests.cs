using CellSeg.Core.Tests.Support;
using CellSeg.Files.Locks;
using CellSeg.Models;
using CellSeg.Models.Specifications;
using CellSeg.Studies.Running;
using CellSeg.Training;

namespace CellSeg.Core.Tests.Studies;

[Collection(nameof(TorchCollection))]
public sealed class StudyRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_study_that_was_stopped_again_and_again_comes_to_the_same()
    {
        var plan = SmallStudy.Create(_folder);
        var whole = StudyFolder.Create(_folder["whole"], plan);
        Run(whole);
        whole.WriteTables();
        var study = whole.Describe();
        Assert.Equal((2, 2, 0, 0, 0), (study.Total, study.Done, study.Running, study.Failed, study.Pending));
        Assert.Equal(TimeSpan.Zero, study.Remaining);

        var halting = StudyFolder.Create(_folder["halting"], plan);
        int stops = 0;
        while (StopAfterStep(StudyFolder.Open(halting.Path)))
            stops++;
        Assert.Equal(8, stops);
        halting.WriteTables();

        Assert.Equal(File.ReadAllBytes(_folder["whole", "study.csv"]), File.ReadAllBytes(_folder["halting", "study.csv"]));
        Assert.Equal(Hashes(whole), Hashes(halting));
        foreach (var training in study.Trainings)
        {
            using var model = ModelFolder.Load(training.Path);
            Assert.Equal(training.Result!.ModelHash, ModelHash.Compute(model));
            Assert.False(File.Exists(Path.Combine(training.Path, "checkpoint.safetensors")));
            Assert.False(File.Exists(Path.Combine(training.Path, "training.lock")));
            Assert.Equal([0, 100], training.Result.Records.Select(record => record.MinimumArea));
            Assert.All(training.Result.Records, record => Assert.Equal(4, record.Steps));
        }
        // A table has a line of names, and two for each training.
        Assert.Equal(5, File.ReadAllLines(_folder["whole", "study.csv"]).Length);
        Assert.Equal(3, File.ReadAllLines(_folder["whole", "study-times.csv"]).Length);
    }

    [Fact]
    public void A_training_that_fails_is_recorded_and_the_others_go_on()
    {
        var folder = StudyFolder.Create(_folder["study"], SmallStudy.Create(_folder));
        var bad = folder.Describe().Trainings[0];
        // A checkpoint that is none.
        Directory.CreateDirectory(bad.Path);
        File.WriteAllText(Path.Combine(bad.Path, "checkpoint.safetensors"), "no checkpoint");
        var told = new List<StudyProgress>();
        Run(folder, told.Add);

        Assert.Equal([TrainingState.Failed, TrainingState.Done], folder.Describe().Trainings.Select(training => training.State));
        Assert.Single(told.OfType<StudyProgress.Failed>());
        Assert.Contains("checkpoint.safetensors", folder.Describe().Trainings[0].Failure!.Target, StringComparison.Ordinal);

        // It is not tried again by itself.
        Run(folder);
        Assert.Equal(1, folder.Describe().Failed);
        File.Delete(Path.Combine(bad.Path, "checkpoint.safetensors"));
        folder.Reopen();
        Assert.Equal(1, folder.Describe().Pending);
        Run(folder);
        Assert.Equal(2, folder.Describe().Done);
    }

    [Fact]
    public void What_another_process_is_at_work_on_is_left_to_it()
    {
        var folder = StudyFolder.Create(_folder["study"], SmallStudy.Create(_folder));
        var first = folder.Describe().Trainings[0];
        Directory.CreateDirectory(first.Path);
        using (LockFile.Acquire(Path.Combine(first.Path, "training.lock"), LockOwner.Create()))
        {
            Run(folder);
            Assert.Equal([TrainingState.Running, TrainingState.Done], folder.Describe().Trainings.Select(training => training.State));
            Assert.Equal(Environment.ProcessId, folder.Describe().Trainings[0].Owner!.ProcessId);
        }
        Assert.Equal(TrainingState.Pending, folder.Describe().Trainings[0].State);
    }

    [Theory]
    [InlineData("slurm-7_1", true)]
    [InlineData("slurm-7_2", false)]
    [InlineData(null, false)]
    public void A_task_takes_over_what_it_left_on_another_machine(string? group, bool isTaken)
    {
        var folder = StudyFolder.Create(_folder["study"], SmallStudy.Create(_folder));
        var first = folder.Describe().Trainings[0];
        Directory.CreateDirectory(first.Path);
        var owner = LockOwner.Create("slurm-7_1") with { Machine = "elsewhere" };
        LockFile.Acquire(Path.Combine(first.Path, "training.lock"), owner).Dispose();
        File.WriteAllText(Path.Combine(first.Path, "training.lock"), System.Text.Json.JsonSerializer.Serialize(owner));
        new StudyRunner(folder, new StudyDatasets(folder.Plan)) { Group = group }.RunOne(first.Id);
        Assert.Equal(isTaken ? TrainingState.Done : TrainingState.Running, folder.Describe().Trainings[0].State);
    }

    [Fact]
    public void A_request_to_stop_ends_the_run_at_a_checkpoint()
    {
        var folder = StudyFolder.Create(_folder["study"], SmallStudy.Create(_folder) with { StepCount = 100_000 });
        Assert.Throws<OperationCanceledException>(() => Run(folder, progress =>
        {
            if (progress is StudyProgress.Advanced { Event: TrainingProgress.StepEnd } && !folder.IsStopRequested)
                folder.RequestStop();
        }));
        Assert.True(File.Exists(Path.Combine(folder.Describe().Trainings[0].Path, "checkpoint.safetensors")));
        Assert.Equal(2, folder.Describe().Pending);
    }

    [Theory]
    [InlineData(3, 1.0, "1 frame")]
    [InlineData(1, 1e-9, null)]
    public void Data_that_cannot_do_what_a_plan_asks_are_refused(int frames, double fraction, string? reason)
    {
        var small = SmallStudy.Create(_folder);
        var plan = small with { Analyses = [small.Analyses[0] with { FramesPerBatch = [frames], Fractions = [fraction] }] };
        var datasets = new StudyDatasets(plan);
        if (reason is null)
            datasets.Check(_ => { });
        else
            Assert.Contains(reason, Assert.Throws<CellSegException>(() => datasets.Check(_ => { })).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_not_there_are_told_before_anything_is_trained()
    {
        var small = SmallStudy.Create(_folder);
        var plan = small with
        {
            Analyses = [small.Analyses[0] with { Backbones = [BackboneKind.MobileNetV2], Pretrained = [true] }],
            BackboneWeights = new Dictionary<BackboneKind, string> { [BackboneKind.MobileNetV2] = _folder["none.safetensors"] },
        };
        Assert.Equal(_folder["none.safetensors"], Assert.Throws<CellSegException>(() => new StudyDatasets(plan).Check(_ => { })).Target);
    }

    private static void Run(StudyFolder folder, Action<StudyProgress>? report = null)
        => new StudyRunner(folder, new StudyDatasets(folder.Plan), new DirectProgress<StudyProgress>(report ?? (_ => { }))).RunAll();

    /// <returns>Whether it had to be stopped.</returns>
    private static bool StopAfterStep(StudyFolder folder)
    {
        using var stop = new CancellationTokenSource();
        var progress = new DirectProgress<StudyProgress>(progress =>
        {
            if (progress is StudyProgress.Advanced { Event: TrainingProgress.StepEnd })
                stop.Cancel();
        });
        try
        {
            new StudyRunner(folder, new StudyDatasets(folder.Plan), progress).RunAll(stop.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private static IEnumerable<string> Hashes(StudyFolder folder) => folder.Describe().Trainings.Select(training => training.Result!.ModelHash);
}
