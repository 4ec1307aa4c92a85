using CellSeg.Studies.Plans;

namespace CellSeg.Studies.Estimation;

/// <summary>What a training of a plan will take on this machine, from steps and images of its network that were measured.</summary>
public sealed record StudyEstimate
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>What is trained.</summary>
    public required StudySettings Settings { get; init; }

    /// <summary>Movies to learn from.</summary>
    public required int TrainingMovies { get; init; }

    /// <summary>Annotated cells to learn from.</summary>
    public required long AnnotationCount { get; init; }

    /// <summary>Its steps; where frames are cut into tiles and few cells of one are reason to leave it out, at most these.</summary>
    public required long Steps { get; init; }

    /// <summary>The measured time of a step.</summary>
    public required TimeSpan StepTime { get; init; }

    /// <summary>The time of its steps.</summary>
    public required TimeSpan TrainingTime { get; init; }

    /// <summary>The time of judging each epoch, of choosing the decoder, and of segmenting the test part, by the pixels of these.</summary>
    public required TimeSpan JudgingTime { get; init; }

    /// <summary>The time of all of it.</summary>
    public TimeSpan Duration => TrainingTime + JudgingTime;
}
