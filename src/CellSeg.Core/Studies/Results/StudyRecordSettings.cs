using CellSeg.Studies.Plans;

namespace CellSeg.Studies.Results;

/// <summary>The settings of a row's training.</summary>
internal static class StudyRecordSettings
{
    /// <summary>What tells the training of a row from the others of its study.</summary>
    public static StudySettings GetSettings(this StudyRecord record) => new()
    {
        Dataset = record.Dataset,
        Schema = record.Schema,
        Backbone = record.Backbone,
        Location = record.Location,
        Pretrained = record.Pretrained,
        TemporalMode = record.TemporalMode,
        FramesPerBatch = record.FramesPerBatch,
        Fraction = record.Fraction,
        Seed = record.Seed,
    };
}
