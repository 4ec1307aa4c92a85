using CellSeg.Decoding;
using CellSeg.Models.Specifications;
using CellSeg.Studies.Claims;
using CellSeg.Studies.Comparison;
using CellSeg.Studies.Plans;
using CellSeg.Studies.Reports;
using CellSeg.Studies.Results;
using CellSeg.Studies.Tables;

namespace CellSeg.Core.Tests.Studies;

public sealed class ClaimTests
{
    private const double Margin = 0.01;

    [Fact]
    public void The_thesis_own_numbers_confirm_what_was_put_in()
    {
        var claims = Judge(SyntheticStudy.Create());
        Assert.Equal(ThesisClaims.All.Select(claim => claim.Name), claims.Keys);
        foreach (string name in new[] { "Transfer", "Location", "Schemas", "SmallObjects", "LightModels", "DatasetSize" })
        {
            Assert.True(claims[name].Verdict == Verdict.Confirmed, $"{name}: {claims[name].Reason}");
            Assert.InRange(claims[name].AdjustedP, claims[name].P, 0.05);
        }
        // One training for each setting, and single scores that lie far off: the thesis' data cannot show that there is no effect.
        Assert.Equal(Verdict.Undecided, claims["Temporal"].Verdict);
        Assert.All(claims["Temporal"].Parts, part => Assert.Equal(24, part.Comparison.Pairs));
    }

    [Fact]
    public void Pairs_are_the_same_in_all_but_the_factor()
    {
        // By hand: five fractions of two schemas, and full data only from scratch: watershed with and without location, and two others.
        var claims = Judge(SyntheticStudy.Create());
        Assert.Equal(2 * 4 * 3, claims["Transfer"].Pairs);
        Assert.Equal((5 + 1) * 3, claims["Location"].Pairs);
        // Watershed without location against the others: six trainings of each backbone and seed.
        Assert.Equal(2 * (5 + 1) * 3, claims["Schemas"].Pairs);
        // The largest part against the smallest, in each series that has more than one.
        Assert.Equal(2 * 4 * 3, claims["DatasetSize"].Pairs);
        Assert.Equal(4 * 3, claims["LightModels"].Pairs);
    }

    [Fact]
    public void Three_seeds_are_too_few_and_it_is_said_how_many_are_not()
    {
        var records = new[] { true, false }.SelectMany(pretrained => Enumerable.Range(0, 3).SelectMany(seed => Row(
            Base with { Pretrained = pretrained, Seed = seed }, pretrained ? 0.95 : 0.80)));
        var transfer = Judge(records)["Transfer"];
        Assert.Equal((Verdict.Undecided, 3, 0.25), (transfer.Verdict, transfer.Pairs, transfer.P));
        Assert.Equal("Too few: with 3 pairs no p can be below 0.25; it takes at least 6.", transfer.Reason);
    }

    [Fact]
    public void Claims_without_trainings_are_not_run()
    {
        var claims = Judge(Row(Base, 0.9));
        Assert.All(claims.Values, claim => Assert.Equal((Verdict.Undecided, 0), (claim.Verdict, claim.Pairs)));
        Assert.All(claims.Values, claim => Assert.StartsWith("Not run: it takes ", claim.Reason, StringComparison.Ordinal));
        Assert.All(claims.Values, claim => Assert.True(double.IsNaN(claim.P) && double.IsNaN(claim.AdjustedP)));
    }

    [Fact]
    public void A_claim_is_refuted_by_the_contrary()
    {
        var records = Enumerable.Range(0, 8).SelectMany(seed => new[] { true, false }.SelectMany(pretrained => Row(
            Base with { Pretrained = pretrained, Seed = seed }, pretrained ? 0.80 + (0.001 * seed) : 0.90)));
        var transfer = Judge(records)["Transfer"];
        // Eight pairs that all go the other way: 2 * 2^-8.
        Assert.Equal((Verdict.Refuted, 0.0078125), (transfer.Verdict, transfer.AdjustedP));
        Assert.StartsWith("The contrary holds of: ImageNet's weights less start from scratch (-0.09", transfer.Reason, StringComparison.Ordinal);
    }

    [Theory]
    // Differences that alternate between these two, over eight pairs each of three modules.
    [InlineData(0.002, -0.002, Verdict.Confirmed)]
    [InlineData(0.05, 0.04, Verdict.Refuted)]
    [InlineData(0.05, -0.05, Verdict.Undecided)]
    public void No_effect_has_to_be_shown(double even, double odd, Verdict expected)
    {
        var records = Enum.GetValues<TemporalMode>().SelectMany(mode => Enumerable.Range(0, 8).SelectMany(seed => Row(
            Base with { Schema = SegmentationSchema.RetinaMask, FramesPerBatch = 3, TemporalMode = mode, Seed = seed },
            0.85 + (mode == TemporalMode.None ? 0 : seed % 2 == 0 ? even : odd))));
        var temporal = Judge(records)["Temporal"];
        Assert.True(temporal.Verdict == expected, temporal.Reason);
    }

    [Fact]
    public void A_part_that_was_not_run_keeps_a_claim_open()
    {
        var records = Enumerable.Range(0, 12).SelectMany(seed => new[] { SegmentationSchema.Watershed, SegmentationSchema.RetinaMask }
            .SelectMany(schema => Row(Base with { Schema = schema, Seed = seed }, schema == SegmentationSchema.Watershed ? 0.95 : 0.9)));
        var schemas = Judge(records)["Schemas"];
        Assert.Equal((Verdict.Undecided, 0), (schemas.Verdict, schemas.Pairs));
        Assert.Contains("also takes trainings of RetinaMask and Pixelwise", schemas.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Watershed_with_location_is_compared_with_others_without_where_nothing_is_alike()
    {
        var trainings = new StudyTrainings(
            [.. Row(Base with { Location = true }, 0.95), .. Row(Base with { Schema = SegmentationSchema.RetinaMask }, 0.9)]);
        var pair = Assert.Single(TrainingPairs.MatchSchemas(trainings.All, SegmentationSchema.Watershed, SegmentationSchema.RetinaMask));
        Assert.Equal((true, false), (pair.First.Settings.Location, pair.Second.Settings.Location));
        // Where there is one without location, it is taken, and each only once.
        trainings = new StudyTrainings([.. trainings.All.SelectMany(training => new[] { training.Before!, training.After! }), .. Row(Base, 0.94)]);
        pair = Assert.Single(TrainingPairs.MatchSchemas(trainings.All, SegmentationSchema.Watershed, SegmentationSchema.RetinaMask));
        Assert.Equal((false, false), (pair.First.Settings.Location, pair.Second.Settings.Location));
    }

    [Fact]
    public void The_plan_of_the_thesis_runs_what_every_claim_and_every_table_takes()
    {
        string[] lines = [.. ThesisScores.All.Select(score => score.CellLine).OfType<string>().Distinct()];
        StudyDataset[] datasets = [.. lines.Select(line => new StudyDataset { Name = line, Path = line }), new StudyDataset { Name = "all", Parts = lines }];
        var trainings = StudyAnalyses.Create(StudyAnalysisKind.Thesis).SelectMany(analysis => analysis.Multiply(datasets)).DistinctBy(settings => settings.Id);
        var report = StudyReport.Create([.. trainings.SelectMany(settings => Row(settings, 0.9))]);
        Assert.All(report.Claims.SelectMany(claim => claim.Parts), part => Assert.True(part.Comparison.Pairs >= 6, $"{part}"));
        Assert.All(report.Tables.SelectMany(table => table.Rows), row => Assert.True(row.IsMeasured, $"{row}"));
    }

    [Fact]
    public void The_order_of_the_rows_changes_nothing()
    {
        var records = SyntheticStudy.Create();
        var claims = Judge(records);
        foreach (var (name, claim) in Judge(records.Reverse()))
            Assert.Equal(claims[name].Parts, claim.Parts);
    }

    private static StudySettings Base => new() { Dataset = "cells", Schema = SegmentationSchema.Watershed, Backbone = BackboneKind.MobileNetV2 };

    private static IReadOnlyList<StudyRecord> Row(StudySettings settings, double f1) => SyntheticStudy.CreateRows(settings, f1, f1);

    private static Dictionary<string, ClaimResult> Judge(IEnumerable<StudyRecord> records)
        => ClaimJudge.Judge(ThesisClaims.All, new StudyTrainings(records), Margin, seed: 0).ToDictionary(claim => claim.Name);
}
