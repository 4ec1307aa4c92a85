using CellSeg.Studies.Comparison;
using CellSeg.Studies.Statistics;

namespace CellSeg.Studies.Tables;

/// <summary>Fills the tables of the thesis with the numbers of a study. Every row of the thesis is there, measured or not.</summary>
internal static class ReportTables
{
    private static readonly (int Number, string Title)[] Titles =
    [
        (2, "Use of temporal information, trained with 3 frames per batch"),
        (3, "Use of temporal information, trained with 5 frames per batch"),
        (4, "Spatial awareness of watershed models, before the removal of small objects"),
        (5, "Spatial awareness of watershed models, after the removal of small objects"),
        (6, "Transfer learning, before the removal of small objects"),
        (7, "Transfer learning, after the removal of small objects"),
        (8, "Spatial awareness and transfer learning of watershed models together, before and after the removal of small objects"),
    ];

    /// <summary>Makes tables 2 to 8.</summary>
    /// <param name="trainings">The study's trainings.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static IReadOnlyList<ReportTable> Create(StudyTrainings trainings, long seed)
        => [.. Titles.Select(table => new ReportTable(
            table.Number, table.Title, [.. CreateRows(trainings, [.. ThesisScores.All.Where(score => score.Table == table.Number)], seed)]))];

    private static IEnumerable<TableRow> CreateRows(StudyTrainings trainings, ThesisScore[] scores, long seed)
    {
        int frames = scores[0].FramesPerBatch;
        string[] datasets = [.. trainings.All.Select(training => training.Settings)
            .Where(settings => settings.FramesPerBatch == frames && scores.Any(score => score.Schema == settings.Schema))
            .Select(settings => settings.Dataset).Distinct()];
        foreach (string dataset in datasets)
        {
            // A data set that is none of the thesis' has the rows of its first one, without numbers to compare with.
            string? line = scores.FirstOrDefault(score => score.IsOf(dataset))?.CellLine;
            bool isKnown = scores.Any(score => score.IsOf(dataset));
            foreach (var score in scores.Where(score => score.CellLine == (isKnown ? line : scores[0].CellLine)))
            {
                foreach (bool isAfter in FindSides(score))
                    yield return CreateRow(dataset, score, isKnown, isAfter, FindTrainings(trainings, dataset, score), seed);
            }
        }
        foreach (var score in scores.Where(score => !datasets.Any(score.IsOf)))
        {
            foreach (bool isAfter in FindSides(score))
                yield return CreateRow(score.CellLine ?? "any", score, isKnown: true, isAfter, [], seed);
        }
    }

    private static IEnumerable<bool> FindSides(ThesisScore score) => score.IsAfter is { } isAfter ? [isAfter] : [false, true];

    private static ComparedTraining[] FindTrainings(StudyTrainings trainings, string dataset, ThesisScore score)
    {
        ComparedTraining[] found = [.. trainings.All.Where(training => training.Settings is var settings
            && settings.Dataset == dataset && settings.Schema == score.Schema && settings.Backbone == score.Backbone
            && settings.Location == score.Location && settings.TemporalMode == score.TemporalMode
            && settings.FramesPerBatch == score.FramesPerBatch && settings.Fraction == score.Fraction
            && (score.Pretrained is null || settings.Pretrained == score.Pretrained))];
        // Where the thesis does not say which, one kind and not a mixture: the pretrained ones, if there are any.
        return score.Pretrained is null && found.Any(training => training.Settings.Pretrained)
            ? [.. found.Where(training => training.Settings.Pretrained)] : found;
    }

    private static TableRow CreateRow(string dataset, ThesisScore score, bool isKnown, bool isAfter, ComparedTraining[] trainings, long seed)
    {
        ComparedTraining[] judged = [.. trainings.Where(training => training.Find(isAfter) is not null)];
        var summary = SeedSummary.Create([.. judged.Select(training => training.Find(isAfter)!.F1)], seed);
        return new TableRow
        {
            Table = score.Table,
            Dataset = dataset,
            Schema = score.Schema,
            Backbone = score.Backbone,
            Location = score.Location,
            Pretrained = score.Pretrained ?? judged.FirstOrDefault()?.Settings.Pretrained,
            TemporalMode = score.TemporalMode,
            FramesPerBatch = score.FramesPerBatch,
            Fraction = score.Fraction,
            SmallObjectsRemoved = isAfter,
            Seeds = summary.Count,
            F1 = summary.Mean,
            F1Deviation = summary.Deviation,
            F1Low = summary.Low,
            F1High = summary.High,
            ThesisF1 = isKnown ? score.Mean : double.NaN,
            ThesisDeviation = isKnown ? score.Deviation : double.NaN,
        };
    }
}
