using CellSeg.Studies.Results;

namespace CellSeg.Studies.Comparison;

/// <summary>All trainings of a study.</summary>
public sealed class StudyTrainings
{
    /// <summary>Puts the rows of a study's table together.</summary>
    /// <param name="records">The rows.</param>
    public StudyTrainings(IEnumerable<StudyRecord> records)
    {
        // By their settings, so that the order of the rows, and with it that of all draws, means nothing.
        All = [.. records.GroupBy(record => record.GetSettings())
            .Select(rows => new ComparedTraining(
                rows.Key, rows.FirstOrDefault(row => row.MinimumArea == 0), rows.FirstOrDefault(row => row.MinimumArea > 0)))
            .OrderBy(training => training.Settings.Dataset, StringComparer.Ordinal)
            .ThenBy(training => training.Settings.Schema).ThenBy(training => training.Settings.Backbone)
            .ThenBy(training => training.Settings.FramesPerBatch).ThenBy(training => training.Settings.TemporalMode)
            .ThenBy(training => training.Settings.Location).ThenBy(training => training.Settings.Pretrained)
            .ThenBy(training => training.Settings.Fraction).ThenBy(training => training.Settings.Seed)];
        MinimumArea = All.Max(training => training.After?.MinimumArea ?? 0);
    }

    /// <summary>The trainings in the order of their settings.</summary>
    public IReadOnlyList<ComparedTraining> All { get; }

    /// <summary>Pixels below which objects were removed; 0 where none were.</summary>
    public int MinimumArea { get; }

    /// <summary>
    /// Whether trainings are judged by their rows after the removal of small objects, which the thesis holds for the more realistic view
    /// (section 2.4): wherever there are such rows.
    /// </summary>
    public bool IsJudgedAfter => MinimumArea > 0;

    /// <summary>The trainings that have a row to judge by.</summary>
    public IEnumerable<ComparedTraining> Judged => All.Where(training => training.Find(IsJudgedAfter) is not null);

    /// <summary>The F1 by which a training is judged.</summary>
    internal double Score(ComparedTraining training) => training.Find(IsJudgedAfter)!.F1;
}
