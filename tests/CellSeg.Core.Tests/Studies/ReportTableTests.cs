using CellSeg.Decoding;
using CellSeg.Models.Specifications;
using CellSeg.Studies.Comparison;
using CellSeg.Studies.Tables;

namespace CellSeg.Core.Tests.Studies;

public sealed class ReportTableTests
{
    [Fact]
    public void The_thesis_numbers_are_all_there()
    {
        // By hand: tables 2 and 3 have three backbones, four cell lines, four modes; the others as many rows as they have.
        Assert.Equal([48, 48, 8, 8, 12, 12, 16], ThesisScores.All.GroupBy(score => score.Table).Select(table => table.Count()));
        // Sums that a script made of the printed tables.
        double[] sums = [.. ThesisScores.All.GroupBy(score => score.Table).Select(table => table.Sum(score => score.Mean))];
        Assert.Equal([41.1547, 40.8871, 7.0314, 7.5956, 10.1249, 11.144, 14.7395], sums.Select(sum => Math.Round(sum, 4)));
        // Rows that several tables share are the same in all.
        Assert.All(
            ThesisScores.All.Where(score => score.Table > 3).GroupBy(score => score with { Table = 0, Mean = 0, Deviation = 0 }),
            same => Assert.Single(same.Select(score => (score.Mean, score.Deviation)).Distinct()));
    }

    [Fact]
    public void A_row_is_the_mean_over_seeds_beside_the_thesis()
    {
        var records = SyntheticStudy.Create();
        var row = Create().Single(table => table.Number == 7).Rows.Single(row =>
            row is { Backbone: BackboneKind.ResNet50, Pretrained: true, Schema: SegmentationSchema.Watershed });
        double[] scores = [.. records.Where(record => record is
        {
            Schema: SegmentationSchema.Watershed, Backbone: BackboneKind.ResNet50, Location: true, Pretrained: true, Fraction: 1,
            MinimumArea: > 0,
        }).Select(record => record.F1)];
        Assert.Equal((3, 0.9584, 0.0020, true), (row.Seeds, row.ThesisF1, row.ThesisDeviation, row.SmallObjectsRemoved));
        Assert.Equal(scores.Average(), row.F1, 12);
        Assert.Equal(row.F1 - 0.9584, row.Difference, 12);
    }

    [Fact]
    public void Every_row_of_the_thesis_is_there_also_where_nothing_was_run()
    {
        var tables = ReportTables.Create(new StudyTrainings(SyntheticStudy.Create().Where(record => record.Backbone == BackboneKind.MobileNetV2)), seed: 0);
        Assert.Equal([2, 3, 4, 5, 6, 7, 8], tables.Select(table => table.Number));
        // Tables 2 and 3 have rows before and after the removal.
        Assert.Equal([96, 96, 8, 8, 12, 12, 16], tables.Select(table => table.Rows.Count));
        Assert.All(tables.SelectMany(table => table.Rows), row =>
        {
            Assert.Equal(row.Backbone == BackboneKind.MobileNetV2, row.IsMeasured);
            Assert.Equal(row.IsMeasured, double.IsFinite(row.F1));
            Assert.True(double.IsFinite(row.ThesisF1));
        });
    }

    [Fact]
    public void A_data_set_that_the_thesis_does_not_have_gets_rows_of_its_own()
    {
        var records = SyntheticStudy.Create().Select(record => record.Dataset == "HeLa" ? record with { Dataset = "yeast" } : record);
        var rows = ReportTables.Create(new StudyTrainings(records), seed: 0)[0].Rows;
        Assert.Equal(["3T3", "HEK293", "HeLa", "RAW264.7", "yeast"], rows.Select(row => row.Dataset).Distinct().Order(StringComparer.Ordinal));
        Assert.All(rows.Where(row => row.Dataset == "yeast"), row => Assert.True(row.IsMeasured && double.IsNaN(row.ThesisF1)));
        Assert.All(rows.Where(row => row.Dataset == "HeLa"), row => Assert.False(row.IsMeasured));
    }

    [Theory]
    [InlineData("HeLa", "hela-s3", true)]
    [InlineData("RAW264.7", "RAW 264.7", true)]
    [InlineData("RAW264.7", "raw264", true)]
    [InlineData("3T3", "NIH-3T3", true)]
    [InlineData("HEK293", "HeLa", false)]
    public void Cell_lines_are_known_by_their_names(string line, string dataset, bool expected)
        => Assert.Equal(expected, ThesisScores.All.First(score => score.CellLine == line).IsOf(dataset));

    private static IReadOnlyList<ReportTable> Create() => ReportTables.Create(new StudyTrainings(SyntheticStudy.Create()), seed: 0);
}
