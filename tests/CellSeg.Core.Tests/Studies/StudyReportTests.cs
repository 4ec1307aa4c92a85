using System.Globalization;
using System.Xml.Linq;
using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Files;
using CellSeg.Models.Specifications;
using CellSeg.Studies.Reports;
using CellSeg.Studies.Reports.Writing;
using CellSeg.Studies.Results;

namespace CellSeg.Core.Tests.Studies;

public sealed class StudyReportTests
{
    private static readonly IReadOnlyList<StudyRecord> Small =
        [.. SyntheticStudy.Create(seeds: 2).Where(record => record is { FramesPerBatch: 1, Backbone: BackboneKind.MobileNetV2 })];

    [Fact]
    public void A_report_is_a_page_figures_tables_and_claims()
    {
        using var folder = new TemporaryFolder();
        TableFile.Write(folder["study.csv"], Small);
        var files = StudyReportWriter.Write(StudyReport.Read(folder.Path), folder["out"]);
        Assert.Equal(folder["out", "report.html"], files.Path);
        string[] found = [.. Directory.EnumerateFiles(folder["out"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.Equal(found, new[] { files.Path, files.ClaimPath }.Concat(files.TablePaths).Concat(files.FigurePaths).Order(StringComparer.Ordinal));
        string[] figures = ["figure-3", "figure-4-mobilenetv2", "figure-5-mobilenetv2", "learning-curves"];
        Assert.Equal(
            figures.SelectMany(name => new[] { name + ".png", name + ".svg" }).Order(StringComparer.Ordinal),
            files.FigurePaths.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(8, files.TablePaths.Count);
        // Claims have as many rows as parts: one of transfer, three of location, three of temporal modules, two and two, one, one.
        Assert.Equal(1 + 3 + 3 + 2 + 2 + 1 + 1, TableFile.Read(files.ClaimPath, "Claim", "Verdict", "Pairs", "P").Count);
        // From the same table the same bytes.
        StudyReportWriter.Write(StudyReport.Read(folder["study.csv"]), folder["again"]);
        AssertSame(folder["out"], folder["again"]);
    }

    [Fact]
    public void The_page_needs_nothing_else_and_encodes_everything()
    {
        using var folder = new TemporaryFolder();
        var records = Small.Select(record => record with { Dataset = "<script>alert(1)</script> & \"more\"" });
        var page = Write(folder, [.. records], new StudyReportOptions { Note = ["<b>Two cores</b> & no card"], Margin = 0.02 });
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe" or "b");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal)
            || (attribute.Name.LocalName is "href" or "src" && !attribute.Value.StartsWith('#')));
        Assert.DoesNotContain("@import", page.ToString(), StringComparison.Ordinal);
        Assert.Contains(page.Descendants("p"), element => element.Value == "<b>Two cores</b> & no card");
        Assert.Contains(page.Descendants("code"), element => element.Value.EndsWith("-Margin 0.02", StringComparison.Ordinal));
        // What the style has is the same in HTML, which knows no entities there.
        Assert.DoesNotContain(page.Descendants("style").Single().Value, letter => letter is '<' or '>' or '&');
    }

    [Fact]
    public void Names_in_figures_are_the_pages_own()
    {
        using var folder = new TemporaryFolder();
        var page = Write(folder, Small);
        var names = page.Descendants().Attributes("id").Select(attribute => attribute.Value).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        var used = page.Descendants().Attributes().Where(attribute => attribute.Value.StartsWith("url(#", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(used);
        Assert.All(used, attribute => Assert.Contains(attribute.Value[5..^1], names));
        Assert.All(page.Descendants("nav").Single().Elements("a"), link => Assert.Contains(link.Attribute("href")!.Value[1..], names));
    }

    [Fact]
    public void What_was_not_run_is_told()
    {
        using var folder = new TemporaryFolder();
        var page = Write(folder, [.. Small.Where(record => record.Fraction == 1)]);
        string[] missing = [.. page.Descendants("li").Select(item => item.Value)];
        Assert.Contains("Table 4: 6 of 8 numbers", missing);
        Assert.Contains("Claim: Temporal modules have no consistent effect.", missing);
        Assert.Contains(missing, text => text.StartsWith("Figures 3 to 5", StringComparison.Ordinal));
        Assert.Contains(page.Descendants("td"), cell => cell.Value == "not run");
        Assert.DoesNotContain("NaN", page.Value, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(folder["out", "figures"]) ? Directory.GetFiles(folder["out", "figures"]) : []);
    }

    [Fact]
    public void Only_one_side_of_the_removal_is_enough()
    {
        using var folder = new TemporaryFolder();
        var page = Write(folder, [.. Small.Where(record => record.MinimumArea == 0)]);
        Assert.Contains("without the removal of small objects", page.Value, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["out", "figures", "figure-5-mobilenetv2.png"]));
    }

    [Fact]
    public void All_files_or_none()
    {
        using var folder = new TemporaryFolder();
        var report = StudyReport.Create(Small);
        folder.Write("out/claims.csv", "mine");
        Assert.Throws<OutputConflictException>(() => StudyReportWriter.Write(report, folder["out"]));
        Assert.Equal([folder["out", "claims.csv"]], Directory.EnumerateFiles(folder["out"], "*", SearchOption.AllDirectories));
        StudyReportWriter.Write(report, folder["out"], overwrite: true);
        Assert.NotEqual("mine", File.ReadAllText(folder["out", "claims.csv"]));
    }

    [Fact]
    public void Fits_tell_what_the_next_gain_costs()
    {
        var fit = StudyReport.Create(Small).Fits.First(fit => fit.Schema == SegmentationSchema.Watershed && fit.Location);
        Assert.Equal((10, true, 0.01), (fit.Trainings, fit.SmallObjectsRemoved, fit.Gain));
        Assert.InRange(fit.F1, 0.94, 0.96);
        Assert.True(fit.CostLow <= fit.Cost && fit.Cost <= fit.CostHigh);
    }

    [Fact]
    public void A_report_is_the_same_in_every_culture()
    {
        using var folder = new TemporaryFolder();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            StudyReportWriter.Write(StudyReport.Create(Small), folder["de"]);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
        StudyReportWriter.Write(StudyReport.Create(Small), folder["en"]);
        AssertSame(folder["en"], folder["de"]);
    }

    [Theory]
    [InlineData(0, "Margin")]
    [InlineData(0.2, "Margin")]
    [InlineData(double.NaN, "Margin")]
    public void Options_out_of_range_are_refused(double margin, string expected)
        => Assert.Equal(expected, Assert.Throws<CellSegException>(() => StudyReport.Create(Small, new StudyReportOptions { Margin = margin })).Target);

    [Fact]
    public void A_folder_without_table_is_told()
    {
        using var folder = new TemporaryFolder();
        var failure = Assert.Throws<CellSegException>(() => StudyReport.Read(folder.Path));
        Assert.Equal((folder["study.csv"], true), (failure.Target, failure.IsMissing));
    }

    private static void AssertSame(string folder, string other)
        => Assert.All(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), file => Assert.Equal(
            File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(other, Path.GetRelativePath(folder, file)))));

    private static XElement Write(TemporaryFolder folder, IReadOnlyCollection<StudyRecord> records, StudyReportOptions? options = null)
    {
        var files = StudyReportWriter.Write(StudyReport.Create(records, options), folder["out"]);
        string text = File.ReadAllText(files.Path);
        Assert.StartsWith("<!DOCTYPE html>\n<html", text, StringComparison.Ordinal);
        return XElement.Parse(text["<!DOCTYPE html>\n".Length..], LoadOptions.PreserveWhitespace);
    }
}
