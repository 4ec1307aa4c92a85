namespace CellSeg.Studies.Running;

/// <summary>A study and how far it is.</summary>
public sealed record SegmentationStudy
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Its folder.</summary>
    public required string Path { get; init; }

    /// <summary>Its trainings, in the order of the plan.</summary>
    public required IReadOnlyList<StudyTraining> Trainings { get; init; }

    /// <summary>Trainings in all.</summary>
    public int Total => Trainings.Count;

    /// <summary>Those that have a result.</summary>
    public int Done => Count(TrainingState.Done);

    /// <summary>Those that a process is at work on.</summary>
    public int Running => Count(TrainingState.Running);

    /// <summary>Those that ended with an error.</summary>
    public int Failed => Count(TrainingState.Failed);

    /// <summary>Those that wait.</summary>
    public int Pending => Count(TrainingState.Pending);

    /// <summary>
    /// The time that what is running or waits will take, by what the trainings of the same network took, or all where there is none of it
    /// yet, if as many run at once as now, and one at least; null before the first result.
    /// </summary>
    public TimeSpan? Remaining
    {
        get
        {
            var done = Trainings.Where(training => training.Result is not null).ToList();
            if (done.Count == 0)
                return null;
            double mean = done.Average(training => training.Result!.Seconds);
            var means = done.GroupBy(Network).ToDictionary(group => group.Key, group => group.Average(training => training.Result!.Seconds));
            double seconds = 0;
            foreach (var training in Trainings.Where(training => training.State is TrainingState.Running or TrainingState.Pending))
            {
                double whole = means.GetValueOrDefault(Network(training), mean);
                double before = training.Owner is { } owner ? (DateTime.UtcNow - owner.Since).TotalSeconds : 0;
                seconds += Math.Max(0, whole - before);
            }
            return TimeSpan.FromSeconds(Math.Round(seconds / Math.Max(1, Running)));
        }
    }

    private int Count(TrainingState state) => Trainings.Count(training => training.State == state);

    private static object Network(StudyTraining training)
        => (training.Settings.Schema, training.Settings.Backbone, training.Settings.TemporalMode, training.Settings.FramesPerBatch);
}
