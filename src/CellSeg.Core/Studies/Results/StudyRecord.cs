using CellSeg.Decoding;
using CellSeg.Models.Specifications;
using CellSeg.Studies.Plans;

namespace CellSeg.Studies.Results;

/// <summary>
/// One row of a study's table: how one training's model did on the test part of its split, all images pooled, with or without small
/// objects. A training has two rows, which differ in <see cref="MinimumArea"/> and what follows from it. There is nothing in it that
/// depends on how fast the machine was, so that a study gives the same table again.
/// </summary>
public sealed record StudyRecord
{
    /// <summary>The training: <see cref="StudySettings.Id"/>.</summary>
    public required string Training { get; init; }

    /// <inheritdoc cref="StudySettings.Dataset"/>
    public required string Dataset { get; init; }

    /// <inheritdoc cref="StudySettings.Schema"/>
    public required SegmentationSchema Schema { get; init; }

    /// <inheritdoc cref="StudySettings.Backbone"/>
    public required BackboneKind Backbone { get; init; }

    /// <inheritdoc cref="StudySettings.Location"/>
    public bool Location { get; init; }

    /// <inheritdoc cref="StudySettings.Pretrained"/>
    public bool Pretrained { get; init; }

    /// <inheritdoc cref="StudySettings.TemporalMode"/>
    public TemporalMode TemporalMode { get; init; }

    /// <inheritdoc cref="StudySettings.FramesPerBatch"/>
    public int FramesPerBatch { get; init; } = 1;

    /// <inheritdoc cref="StudySettings.Fraction"/>
    public double Fraction { get; init; } = 1;

    /// <inheritdoc cref="StudySettings.Seed"/>
    public long Seed { get; init; }

    /// <summary>
    /// Objects of fewer pixels were removed from both truth and prediction before they were judged; 0 before the removal of small objects.
    /// </summary>
    public int MinimumArea { get; init; }

    /// <summary>Movies that were learnt from.</summary>
    public int TrainingMovies { get; init; }

    /// <summary>Annotated cells that were learnt from: over all frames, before tiling.</summary>
    public long AnnotationCount { get; init; }

    /// <summary>Steps of the training.</summary>
    public long Steps { get; init; }

    /// <summary>The epoch, from 1, whose weights were kept.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Images that were judged.</summary>
    public int ImageCount { get; init; }

    /// <summary>True cells.</summary>
    public long TrueCount { get; init; }

    /// <summary>Predicted cells.</summary>
    public long PredictedCount { get; init; }

    /// <summary>Pairs of cells that are linked.</summary>
    public long Correct { get; init; }

    /// <summary>Missed detections.</summary>
    public long Missed { get; init; }

    /// <summary>Gained detections.</summary>
    public long Gained { get; init; }

    /// <summary>Merges, as events.</summary>
    public long Merges { get; init; }

    /// <summary>Splits, as events.</summary>
    public long Splits { get; init; }

    /// <summary>Catastrophes, as events.</summary>
    public long Catastrophes { get; init; }

    /// <summary>Correct cells among the predicted ones, 0 to 1.</summary>
    public double Precision { get; init; }

    /// <summary>Correct cells among the true ones, 0 to 1.</summary>
    public double Recall { get; init; }

    /// <summary>The harmonic mean of precision and recall, 0 to 1.</summary>
    public double F1 { get; init; }

    /// <summary>Intersection over union of the foregrounds, whatever the cells, 0 to 1: the mean over the images that have one.</summary>
    public double Jaccard { get; init; }
}
