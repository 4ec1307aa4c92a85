using CellSeg.Studies.Comparison;
using CellSeg.Studies.Plans;

namespace CellSeg.Studies.Claims;

/// <summary>What claims are judged by.</summary>
/// <param name="Trainings">The study's trainings.</param>
/// <param name="Margin">The difference of F1 that does not matter.</param>
internal sealed record ClaimContext(StudyTrainings Trainings, double Margin)
{
    /// <summary>The differences of F1 over pairs that differ in one factor.</summary>
    /// <inheritdoc cref="TrainingPairs.Match"/>
    public IReadOnlyList<double> Compare(
        Func<StudySettings, bool> isFirst, Func<StudySettings, bool> isSecond, Func<StudySettings, StudySettings> withoutFactor)
        => Compare(TrainingPairs.Match(Trainings.Judged, isFirst, isSecond, withoutFactor));

    /// <summary>The differences of F1 over pairs.</summary>
    public IReadOnlyList<double> Compare(IEnumerable<TrainingPair> pairs)
        => [.. pairs.Select(pair => Trainings.Score(pair.First) - Trainings.Score(pair.Second))];
}
