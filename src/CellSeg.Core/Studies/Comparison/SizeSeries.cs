using CellSeg.Evaluation.LearningCurves;
using CellSeg.Studies.Plans;

namespace CellSeg.Studies.Comparison;

/// <summary>Trainings that differ in fraction and seed alone: how one kind of model does with more and less data.</summary>
/// <param name="Settings">Their settings, with fraction 1 and seed 0.</param>
/// <param name="Trainings">The trainings, at least two fractions of them.</param>
public sealed record SizeSeries(StudySettings Settings, IReadOnlyList<ComparedTraining> Trainings)
{
    // Ceiling, amplitude and exponent.
    private const int FewestFractions = 3;

    /// <summary>All series of a study, without those of several frames.</summary>
    public static IReadOnlyList<SizeSeries> FindAll(StudyTrainings trainings)
    {
        ArgumentNullException.ThrowIfNull(trainings);
        return [.. trainings.Judged.Where(training => training.Settings.FramesPerBatch == 1)
            .GroupBy(training => training.Settings with { Fraction = 1, Seed = 0 })
            .Where(group => group.Select(training => training.Settings.Fraction).Distinct().Count() > 1)
            .Select(group => new SizeSeries(group.Key, [.. group]))];
    }

    /// <summary>
    /// One series for each data set, schema and backbone: that of the most fractions; of several, with ImageNet's weights; of several,
    /// with the location layer as the thesis has it.
    /// </summary>
    public static IReadOnlyList<SizeSeries> Choose(IEnumerable<SizeSeries> series)
        => [.. series.GroupBy(one => (one.Settings.Dataset, one.Settings.Schema, one.Settings.Backbone))
            .Select(group => group.OrderByDescending(one => one.Trainings.Select(training => training.Settings.Fraction).Distinct().Count())
                .ThenByDescending(one => one.Settings.Pretrained).ThenByDescending(one => TrainingPairs.HasUsualLocation(one.Settings)).First())];

    /// <summary>The curve of F1 against annotated cells; null with fewer than three fractions, through which any curve goes.</summary>
    /// <param name="score">The F1 of a training.</param>
    /// <param name="seed">Seed of the resamples.</param>
    internal LearningCurveFit? Fit(Func<ComparedTraining, double> score, int seed)
    {
        if (Trainings.Select(training => training.Settings.Fraction).Distinct().Count() < FewestFractions
            || Trainings.Select(training => training.Any.AnnotationCount).Distinct().Count() < FewestFractions)
            return null;
        var points = Trainings.Select(training => new LearningCurvePoint(checked((int)training.Any.AnnotationCount), score(training)));
        return LearningCurve.Fit(points, new LearningCurveOptions { Seed = seed }, $"{Settings.Schema}, {Settings.Backbone}");
    }
}
