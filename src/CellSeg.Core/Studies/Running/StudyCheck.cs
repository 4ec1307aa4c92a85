using CellSeg.Datasets;
using CellSeg.Datasets.Splitting;
using CellSeg.Studies.Plans;

namespace CellSeg.Studies.Running;

/// <summary>Whether the data and weights that a plan names can do what it asks, before anything is trained.</summary>
internal static class StudyCheck
{
    /// <summary>Reads all data sets and looks at the files of weights.</summary>
    /// <param name="plan">A valid plan.</param>
    /// <param name="datasets">Its data sets, which stay read.</param>
    /// <param name="warn">Told what is odd about them.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="CellSegException">They cannot; the target is the data set's path, or the file.</exception>
    public static void Run(StudyPlan plan, StudyDatasets datasets, Action<string> warn, CancellationToken cancellationToken)
    {
        foreach (var training in plan.Trainings.Where(training => training.Pretrained).DistinctBy(training => training.Backbone))
            StudyModel.Create(plan, training with { Schema = Decoding.SegmentationSchema.Pixelwise, FramesPerBatch = 1, TemporalMode = default }).Dispose();
        foreach (var group in plan.Trainings.GroupBy(training => training.Dataset))
        {
            var dataset = datasets.Get(group.Key, warn, cancellationToken);
            foreach (var training in group)
                Check(plan, training, dataset);
        }
    }

    private static void Check(StudyPlan plan, StudySettings training, CellDataset dataset)
    {
        if (dataset.Movies.FirstOrDefault(movie => movie.FrameCount < training.FramesPerBatch) is { } still)
        {
            throw new CellSegException(
                still.Path,
                $"it has {still.FrameCount} {(still.FrameCount == 1 ? "frame" : "frames")}, and {training.Id} looks at {training.FramesPerBatch} at once",
                "Give the temporal analysis movies, or leave it out");
        }
        if (dataset.Movies.FirstOrDefault(movie => !movie.HasLabels) is { } bare)
            throw new CellSegException(bare.Path, "it has no annotation to learn from or to judge by", "Leave it out of the data set by an include list");
        // The parts alone: tiles are cut of them when it is their turn.
        var split = DatasetSplitter.Split(dataset, plan.GetSplitOptions(training) with { TestTileSize = null });
        if (split.Training.AnnotationCount == 0)
        {
            throw new CellSegException(
                dataset.Source, $"the training part of {training.Id} has no annotated cell", "Give a larger fraction, another seed, or more data");
        }
    }
}
