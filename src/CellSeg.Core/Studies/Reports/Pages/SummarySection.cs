using System.Globalization;
using System.Xml.Linq;
using CellSeg.Studies.Claims;
using CellSeg.Studies.Comparison;
using CellSeg.Studies.Results;

namespace CellSeg.Studies.Reports.Pages;

/// <summary>What was run, on what, and what was not.</summary>
internal static class SummarySection
{
    private static readonly string[] Links = ["claims", "runs", "tables", "figures", "fit", "again"];

    /// <summary>A few sentences for the head of the page.</summary>
    public static XElement CreateHead(StudyReport report)
    {
        var trainings = report.Trainings.All;
        string verdicts = string.Join(", ", new[] { Verdict.Confirmed, Verdict.Refuted, Verdict.Undecided }
            .Select(verdict => (Verdict: verdict.ToString().ToLowerInvariant(), Count: report.Claims.Count(claim => claim.Verdict == verdict)))
            .Select(entry => $"{entry.Count} {(entry.Count == 1 ? "is" : "are")} {entry.Verdict}"));
        int rows = report.Tables.Sum(table => table.Rows.Count), measured = report.Tables.Sum(table => table.Rows.Count(row => row.IsMeasured));
        string kinds = Join(trainings.Select(training => training.Settings.Schema.ToString()));
        string backbones = Join(trainings.Select(training => training.Settings.Backbone.ToString()));
        return Html.Make(
            "header",
            Html.Make("h1", "A study of single-cell segmentation"),
            Html.Paragraph(
                $"{Plural(trainings.Count, "training")} of {kinds} on {backbones}, on {Join(trainings.Select(training => training.Settings.Dataset))}. "
                    + $"Of the thesis' {report.Claims.Count} claims {verdicts}. {measured} of the {rows} numbers of its tables were run."),
            report.Options.Note.Select(note => Html.Paragraph(note)),
            Html.Make("nav", Links.Select(id => new object[] { Html.Make("a", new XAttribute("href", "#" + id), id), " " })));
    }

    /// <summary>Makes the section of what was run.</summary>
    public static XElement Create(StudyReport report)
    {
        var trainings = report.Trainings.All;
        string[] notRun = [.. report.Tables.Where(table => !table.Rows.All(row => row.IsMeasured))
            .Select(table => $"Table {table.Number}: {table.Rows.Count(row => !row.IsMeasured)} of {table.Rows.Count} numbers"),
            .. report.Claims.Where(claim => claim.Pairs == 0).Select(claim => $"Claim{(double.IsNaN(claim.P) ? "" : ", in part")}: {claim.Statement}"),
            .. report.Figures.Count == 0 ? ["Figures 3 to 5: they take trainings on two parts of the data of different size"] : Array.Empty<string>()];
        return Html.Section(
            "runs", "What was run",
            Html.Table(
                ["data set", "schema", "backbone", "location", "ImageNet", "frames", "fraction (seeds)", "#annotated cells", "#steps"],
                trainings.GroupBy(training => training.Settings with { Fraction = 1, Seed = 0, TemporalMode = default }).Select(CreateRow)),
            Html.Paragraph(DescribeTest(report.Trainings)),
            Html.Make("h3", "What was not run"),
            notRun.Length == 0 ? Html.Paragraph("Nothing is missing.") : Html.Make("ul", notRun.Select(text => Html.Make("li", text))));
    }

    private static XElement CreateRow(IGrouping<Plans.StudySettings, ComparedTraining> group)
    {
        var settings = group.Key;
        string fractions = string.Join(", ", group.GroupBy(training => training.Settings.Fraction).OrderBy(part => part.Key).Select(part => string.Create(
            CultureInfo.InvariantCulture, $"{part.Key}\u00A0({part.Select(training => training.Settings.Seed).Distinct().Count()})")));
        string modes = string.Join(", ", group.Select(training => training.Settings.TemporalMode).Distinct());
        return Html.Row(
            Html.Cell(settings.Dataset), Html.Cell(settings.Schema.ToString()), Html.Cell(settings.Backbone.ToString()), Html.Cell(Html.Yes(settings.Location)),
            Html.Cell(Html.Yes(settings.Pretrained)), Html.Cell(settings.FramesPerBatch == 1 ? "1" : $"{settings.FramesPerBatch} ({modes})"),
            Html.Cell(fractions), Html.Number(Range(group, row => row.AnnotationCount)), Html.Number(Range(group, row => row.Steps)));
    }

    private static string DescribeTest(StudyTrainings trainings)
        => $"Judged on {Range(trainings.All, row => row.ImageCount)} images with {Range(trainings.All, row => row.TrueCount)} true cells a training, "
            + (trainings.MinimumArea > 0 ? $"before and after objects below {trainings.MinimumArea} pixels were removed from truth and prediction."
                : "without the removal of small objects.");

    private static string Range(IEnumerable<ComparedTraining> trainings, Func<StudyRecord, long> value)
    {
        long[] values = [.. trainings.Select(training => value(training.Any))];
        return values.Min() == values.Max() ? Html.Count(values[0]) : $"{Html.Count(values.Min())} to {Html.Count(values.Max())}";
    }

    private static string Join(IEnumerable<string> names)
    {
        string[] all = [.. names.Distinct()];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    private static string Plural(int count, string noun) => $"{Html.Count(count)} {noun}{(count == 1 ? "" : "s")}";
}
