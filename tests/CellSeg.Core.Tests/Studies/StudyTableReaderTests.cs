using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Files;
using CellSeg.Models.Specifications;
using CellSeg.Studies.Results;

namespace CellSeg.Core.Tests.Studies;

public sealed class StudyTableReaderTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        using var folder = new TemporaryFolder();
        var records = SyntheticStudy.Create(seeds: 1);
        TableFile.Write(folder["study.csv"], records);
        Assert.Equal(records, StudyTableReader.Read(folder["study.csv"]));
    }

    [Theory]
    [InlineData("Fraction", "Share", "no column Fraction")]
    [InlineData("F1,Jaccard", "F1,Jaccard,Mood", "column Mood")]
    [InlineData("F1,Jaccard", "F1,Jaccard,F1", "2 columns F1")]
    [InlineData("Watershed", "Puddle", "row 1, column Schema: 'Puddle' is no one of Watershed")]
    [InlineData("Watershed", "0", "row 1, column Schema: '0' is no one of Watershed")]
    [InlineData(",2000,", ",many,", "row 1, column Steps: 'many' is no whole number")]
    [InlineData(",2000,", ",,", "row 1, column Steps: '' is no whole number")]
    [InlineData(",2000,", ",-1,", "row 1, column Steps: it is -1")]
    [InlineData(",0.01,", ",1.01,", "row 1, column Fraction: it is 1.01")]
    [InlineData("MobileNetV2,False", "MobileNetV2,No", "row 1, column Location: 'No' is no True or False")]
    public void Other_tables_are_refused_by_file_and_column(string old, string changed, string expected)
    {
        using var folder = new TemporaryFolder();
        var records = SyntheticStudy.Create(seeds: 1).Where(record => record is
        {
            Fraction: 0.01, Location: false, MinimumArea: 0, Schema: SegmentationSchema.Watershed, Backbone: BackboneKind.MobileNetV2,
        }).ToList();
        TableFile.Write(folder["good.csv"], records);
        string text = File.ReadAllText(folder["good.csv"]);
        Assert.Contains(old, text, StringComparison.Ordinal);
        folder.Write("study.csv", text.Replace(old, changed, StringComparison.Ordinal));
        var failure = Assert.Throws<CellSegException>(() => StudyTableReader.Read(folder["study.csv"]));
        Assert.Equal(folder["study.csv"], failure.Target);
        Assert.Contains(expected, failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_that_are_not_those_of_their_counts_are_refused()
    {
        AssertRefused("column F1: it is 0.5 and should be", record => record with { F1 = 0.5 });
        AssertRefused("column Recall", record => record with { Recall = double.NaN });
        AssertRefused("column Correct", record => record with { Correct = record.TrueCount + 1 });
        AssertRefused("column Jaccard", record => record with { Jaccard = 1.1 });
    }

    [Fact]
    public void Rows_that_contradict_each_other_are_refused()
    {
        AssertRefused("has 2 rows of one minimum area", record => record with { MinimumArea = 0, Training = record.Training });
        AssertRefused("MinimumArea is 100 and 50", record => record with { MinimumArea = 50, Seed = 9, Training = "other" });
        AssertRefused("have different settings", record => record with { MinimumArea = 100, Seed = 9 });
    }

    [Fact]
    public void A_table_without_rows_is_refused()
    {
        using var folder = new TemporaryFolder();
        TableFile.Write(folder["study.csv"], Array.Empty<StudyRecord>());
        Assert.Contains("no rows", Assert.Throws<CellSegException>(() => StudyTableReader.Read(folder["study.csv"])).Reason, StringComparison.Ordinal);
    }

    private static void AssertRefused(string expected, Func<StudyRecord, StudyRecord> change)
    {
        using var folder = new TemporaryFolder();
        var records = SyntheticStudy.Create(seeds: 1).Take(2).ToList();
        TableFile.Write(folder["study.csv"], [.. records, change(records[0])]);
        var failure = Assert.Throws<CellSegException>(() => StudyTableReader.Read(folder["study.csv"]));
        Assert.Equal(folder["study.csv"], failure.Target);
        Assert.Contains(expected, failure.Reason, StringComparison.Ordinal);
    }
}
