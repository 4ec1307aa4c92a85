using System.Globalization;
using System.Xml.Linq;

namespace CellSeg.Studies.Reports.Pages;

/// <summary>What more data would bring.</summary>
internal static class FitSection
{
    private const string Title = "What more data would bring";

    private static readonly string[] Heads =
    [
        "schema", "backbone", "location", "ImageNet", "#trainings", "#most cells", "#F1 there", "ceiling (90 % interval)", "#exponent",
        "next 0.01 costs (90 % interval)", "#reachable",
    ];

    /// <summary>Makes the section.</summary>
    public static XElement Create(StudyReport report)
    {
        if (report.Fits.Count == 0)
            return Html.Section("fit", Title, Html.Paragraph("Not known: a fit takes trainings on three parts of the data of different size."));
        var datasets = report.Fits.GroupBy(fit => fit.Dataset).ToList();
        return Html.Section(
            "fit", Title,
            Html.Paragraph(
                "F1 = ceiling − amplitude · cells^−exponent, through all trainings of a kind. The next 0.01 costs so many more annotated cells, from the "
                    + "most that there were; “never” where the ceiling is nearer than that."),
            Html.Table(Heads, datasets.SelectMany(dataset => datasets.Count > 1
                ? dataset.Select(CreateRow).Prepend(Html.GroupRow(dataset.Key, Heads.Length))
                : dataset.Select(CreateRow))));
    }

    private static XElement CreateRow(DataSizeFit fit) => Html.Row(
        Html.Cell(fit.Schema.ToString()), Html.Cell(fit.Backbone.ToString()), Html.Cell(Html.Yes(fit.Location)), Html.Cell(Html.Yes(fit.Pretrained)),
        Html.Number($"{fit.Trainings}"), Html.Number(Html.Count(fit.LargestCount)), Html.Number(Html.Score(fit.F1)),
        Html.Line($"{Html.Score(fit.Ceiling)} ({Html.Interval(fit.CeilingLow, fit.CeilingHigh, Html.Score)})"),
        Html.Number(fit.Amplitude == 0 ? "–" : fit.Exponent.ToString("0.00", CultureInfo.InvariantCulture)),
        Html.Line($"{Round(fit.Cost)} ({Round(fit.CostLow)} to {Round(fit.CostHigh)})"),
        Html.Number(double.IsNaN(fit.Reachable) ? "–" : fit.Reachable.ToString("0 %", CultureInfo.InvariantCulture)));

    /// <summary>Two digits: more would only look like knowledge.</summary>
    private static string Round(double cells)
    {
        if (double.IsNaN(cells))
            return "?";
        if (double.IsInfinity(cells))
            return "never";
        if (cells > 1e9)
            return "> 10⁹";
        double unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(cells, 1))) - 1));
        return Html.Count(Math.Ceiling(cells / unit) * unit);
    }
}
