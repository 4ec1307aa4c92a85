using CellSeg.Decoding;
using CellSeg.Models.Specifications;
using CellSeg.Numerics;
using CellSeg.Studies.Plans;
using CellSeg.Studies.Results;
using CellSeg.Studies.Tables;

namespace CellSeg.Core.Tests.Studies;

/// <summary>
/// The table of a study that never was: F1 is drawn around the thesis' means with its deviations, and falls with less data as the thesis'
/// watershed models do. Where the thesis says nothing, neighbouring numbers stand in.
/// </summary>
internal static class SyntheticStudy
{
    public const int MinimumArea = 100;

    private const int AllCells = 150_000;

    private static readonly double[] Fractions = [0.01, 0.1, 0.25, 0.5, 1];

    /// <summary>The four analyses of the thesis with some number of seeds.</summary>
    public static IReadOnlyList<StudyRecord> Create(int seeds = 3)
        => [.. CreateSizes(seeds).Concat(CreateTemporal()).SelectMany(settings => CreateRows(settings))];

    /// <summary>The two rows of one training.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="before">F1 before the removal; the thesis' with noise when null.</param>
    /// <param name="after">F1 after it.</param>
    public static IReadOnlyList<StudyRecord> CreateRows(StudySettings settings, double? before = null, double? after = null)
        => [CreateRow(settings, isAfter: false, before ?? Draw(settings, false)), CreateRow(settings, isAfter: true, after ?? Draw(settings, true))];

    private static IEnumerable<StudySettings> CreateSizes(int seeds)
        => from schema in new[] { SegmentationSchema.Watershed, SegmentationSchema.Pixelwise, SegmentationSchema.RetinaMask }
           from backbone in new[] { BackboneKind.ResNet50, BackboneKind.MobileNetV2 }
           from location in schema == SegmentationSchema.Watershed ? new[] { true, false } : [StudyAnalyses.HasLocation(schema)]
           from pretrained in new[] { true, false }
           from fraction in pretrained ? Fractions : [1]
           from seed in Enumerable.Range(0, seeds)
           select new StudySettings
           {
               Dataset = "nuclei", Schema = schema, Backbone = backbone, Location = location, Pretrained = pretrained, Fraction = fraction, Seed = seed,
           };

    private static IEnumerable<StudySettings> CreateTemporal()
        => ThesisScores.All.Where(score => score.Table < 4).Select(score => new StudySettings
        {
            Dataset = score.CellLine!, Schema = score.Schema, Backbone = score.Backbone, TemporalMode = score.TemporalMode,
            FramesPerBatch = score.FramesPerBatch, Pretrained = score.Backbone != BackboneKind.FeatureNet,
        });

    private static double Draw(StudySettings settings, bool isAfter)
    {
        var random = RandomFor(settings, isAfter ? 1 : 0);
        var thesis = ThesisScores.All.First(score => score.Schema == settings.Schema && score.Backbone == settings.Backbone
            && score.FramesPerBatch == settings.FramesPerBatch && score.TemporalMode == settings.TemporalMode
            && (score.CellLine is null || score.CellLine == settings.Dataset) && score.Fraction == 1
            && score.Location == settings.Location && (score.Pretrained ?? settings.Pretrained) == settings.Pretrained
            && (score.IsAfter ?? isAfter) == isAfter);
        double deviation = double.IsNaN(thesis.Deviation) ? 0.008 : thesis.Deviation;
        double steepness = (isAfter ? 0.008 : 0.016) * (settings.Schema == SegmentationSchema.Pixelwise ? 0.6 : 1);
        double loss = steepness * (Math.Pow(settings.Fraction, -0.35) - 1);
        return Math.Clamp(thesis.Mean - loss + (deviation * random.NextGaussian()), 0, 1);
    }

    private static StudyRecord CreateRow(StudySettings settings, bool isAfter, double f1)
    {
        var random = RandomFor(settings, 2);
        int trueCount = (isAfter ? 18_000 : 20_000) + random.Next(1000);
        // As many errors as the score has, some more gained than missed; the score is made of the counts again.
        int predicted = (int)(trueCount * (1.01 + (0.05 * (1 - f1))));
        int correct = Math.Min(trueCount, (int)Math.Round(f1 * (trueCount + predicted) / 2));
        int missed = trueCount - correct, gained = predicted - correct;
        return new StudyRecord
        {
            Training = settings.Id,
            Dataset = settings.Dataset,
            Schema = settings.Schema,
            Backbone = settings.Backbone,
            Location = settings.Location,
            Pretrained = settings.Pretrained,
            TemporalMode = settings.TemporalMode,
            FramesPerBatch = settings.FramesPerBatch,
            Fraction = settings.Fraction,
            Seed = settings.Seed,
            MinimumArea = isAfter ? MinimumArea : 0,
            TrainingMovies = Math.Max(1, (int)(500 * settings.Fraction)),
            AnnotationCount = Math.Max(1, (long)(AllCells * settings.Fraction * random.NextDouble(0.9, 1.1))),
            Steps = 2000,
            BestEpoch = 1 + random.Next(15),
            ImageCount = 120,
            TrueCount = trueCount,
            PredictedCount = predicted,
            Correct = correct,
            Missed = missed * 6 / 10,
            Gained = gained * 7 / 10,
            Merges = (long)(missed * (settings.Fraction < 0.2 ? 0.2 : 0.15)),
            Splits = gained / 10,
            Catastrophes = gained / 40,
            Precision = correct / (double)predicted,
            Recall = correct / (double)trueCount,
            F1 = 2.0 * correct / (trueCount + predicted),
            Jaccard = f1 * 0.9,
        };
    }

    private static RandomSource RandomFor(StudySettings settings, int part)
        => RandomSource.ForPart(settings.Id.Aggregate(17L, (hash, letter) => unchecked((hash * 31) + letter)), part);
}
