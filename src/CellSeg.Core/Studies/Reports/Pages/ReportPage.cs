using System.Globalization;
using System.Xml.Linq;
using CellSeg.Studies.Figures;

namespace CellSeg.Studies.Reports.Pages;

/// <summary>The whole report as one page, which needs no other file and runs no script.</summary>
internal static class ReportPage
{
    /// <summary>Makes the page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="getSvg">Gives a figure as SVG.</param>
    public static string Create(StudyReport report, Func<StudyFigure, string> getSvg)
    {
        var page = Html.Make(
            "html", new XAttribute("lang", "en"),
            Html.Make(
                "head",
                Html.Make("meta", new XAttribute("charset", "utf-8")),
                Html.Make("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                Html.Make("title", "A study of single-cell segmentation"),
                Html.Make("style", Stylesheet.Rules)),
            Html.Make(
                "body",
                SummarySection.CreateHead(report), ClaimSection.Create(report), SummarySection.Create(report), TableSection.Create(report),
                Html.Section("figures", "Figures", CreateFigures(report, getSvg)), FitSection.Create(report), CreateRecipe(report)));
        return "<!DOCTYPE html>\n" + page.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private static object[] CreateFigures(StudyReport report, Func<StudyFigure, string> getSvg)
        => report.Figures.Count == 0
            ? [Html.Paragraph("There are none: they take trainings on two parts of the data of different size.")]
            : [.. report.Figures.Select(figure => Html.Make(
                "figure", new XAttribute("id", figure.Name),
                Html.Make("h3", figure.Title),
                Html.Make("div", Html.Class("scroll"), InlineSvg.Create(getSvg(figure), figure.Name, figure.Title)),
                Html.Make("figcaption", figure.Caption)))];

    private static XElement CreateRecipe(StudyReport report)
    {
        var (options, standard) = (report.Options, new StudyReportOptions());
        string more = (options.Margin == standard.Margin ? "" : string.Create(CultureInfo.InvariantCulture, $" -Margin {options.Margin}"))
            + (options.Seed == standard.Seed ? "" : string.Create(CultureInfo.InvariantCulture, $" -Seed {options.Seed}"));
        string table = report.TableName ?? "study.csv";
        return Html.Section(
            "again", "How to make it again",
            Html.Paragraph("The same table gives the same report, number for number:"),
            Html.Make("pre", Html.Make("code", $"Export-SegmentationReport -Path {Quote(table)} -DestinationPath report{more}")),
            report.TableHash is null ? null : Html.Make("p", Html.Class("soft hash"), $"{table}, SHA-256 {report.TableHash}"),
            Html.Paragraph("Beside this page lie the figures as PNG and SVG, the tables as CSV, and claims.csv with all tests."));
    }

    private static string Quote(string name)
        => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_') ? name
            : $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
