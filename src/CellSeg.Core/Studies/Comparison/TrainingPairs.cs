using CellSeg.Decoding;
using CellSeg.Studies.Plans;

namespace CellSeg.Studies.Comparison;

/// <summary>Finds the pairs that a factor is judged by. No training is in two of them.</summary>
internal static class TrainingPairs
{
    /// <summary>Matches trainings that are the same in everything but a factor.</summary>
    /// <param name="trainings">The trainings.</param>
    /// <param name="isFirst">Whether one is on the side that is claimed to be better.</param>
    /// <param name="isSecond">Whether one is on the other side.</param>
    /// <param name="withoutFactor">Settings with the same value of the factor for all, so that those of a pair are equal.</param>
    public static IReadOnlyList<TrainingPair> Match(
        IEnumerable<ComparedTraining> trainings, Func<StudySettings, bool> isFirst, Func<StudySettings, bool> isSecond,
        Func<StudySettings, StudySettings> withoutFactor)
        => [.. trainings.GroupBy(training => withoutFactor(training.Settings))
            .Select(block => (First: block.FirstOrDefault(training => isFirst(training.Settings)),
                Second: block.FirstOrDefault(training => isSecond(training.Settings))))
            .Where(pair => pair is { First: not null, Second: not null })
            .Select(pair => new TrainingPair(pair.First!, pair.Second!))];

    /// <summary>
    /// Matches trainings of two schemas. Where a block (all but schema and location) has none with the same location, watershed or pixelwise
    /// with location is paired with RetinaMask without, as the thesis has it (section 3.3; docs/method.md, 9).
    /// </summary>
    public static IReadOnlyList<TrainingPair> MatchSchemas(IEnumerable<ComparedTraining> trainings, SegmentationSchema first, SegmentationSchema second)
    {
        var pairs = new List<TrainingPair>();
        var candidates = trainings.Where(training => training.Settings.Schema == first || training.Settings.Schema == second);
        foreach (var block in candidates.GroupBy(training => training.Settings with { Schema = default, Location = false }))
        {
            var matched = Match(
                block, settings => settings.Schema == first, settings => settings.Schema == second, settings => settings with { Schema = default });
            pairs.AddRange(matched);
            if (matched.Count > 0)
                continue;
            pairs.AddRange(Match(
                block.Where(training => HasUsualLocation(training.Settings)), settings => settings.Schema == first,
                settings => settings.Schema == second, settings => settings with { Schema = default, Location = false }));
        }
        return pairs;
    }

    /// <summary>Whether a training has a location layer where those of its schema have one in the thesis.</summary>
    public static bool HasUsualLocation(StudySettings settings) => settings.Location == StudyAnalyses.HasLocation(settings.Schema);
}
