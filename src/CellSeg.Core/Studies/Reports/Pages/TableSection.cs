using System.Globalization;
using System.Xml.Linq;
using CellSeg.Models.Specifications;
using CellSeg.Studies.Tables;

namespace CellSeg.Studies.Reports.Pages;

/// <summary>The tables of the thesis with the numbers of the study.</summary>
internal static class TableSection
{
    private static readonly string[] Heads = ["backbone", "", "#F1", "#SD", "95 % interval", "#seeds", "#thesis", "#difference"];

    private static readonly TemporalMode[] Modes = [TemporalMode.Conv3D, TemporalMode.Gru, TemporalMode.Lstm, TemporalMode.None];

    /// <summary>Makes the section.</summary>
    public static XElement Create(StudyReport report) => Html.Section(
        "tables", "Tables 2 to 8",
        Html.Remark(
            "Mean F1 and sample standard deviation over seeds, with the percentiles of a bootstrap over seeds: of three seeds, which can be drawn in ten "
                + "ways only, the interval says little. Beside them stands what the thesis has for the same settings (C. Cui, Caltech 2020), on other "
                + "data unless the name says so."),
        report.Tables.Select(CreateTable));

    private static IEnumerable<XElement> CreateTable(ReportTable table)
    {
        int measured = table.Rows.Count(row => row.IsMeasured);
        yield return Html.Make("h3", $"Table {table.Number}. {table.Title}");
        yield return Html.Remark(measured == 0 ? "The study has no trainings of this table; the numbers are the thesis'."
            : $"{measured} of {table.Rows.Count} numbers were run.");
        yield return table.IsTemporal ? CreateTemporal(table, measured) : Html.Table(Heads, CreateRows(table));
        if (table.IsTemporal)
            yield return Html.Remark("The thesis trained each of these models once, and does not say whether small objects had been removed.");
    }

    private static IEnumerable<XElement> CreateRows(ReportTable table)
    {
        bool isOneDataset = table.Rows.Select(row => row.Dataset).Distinct().Count() == 1;
        foreach (var group in table.Rows.GroupBy(row => (row.Dataset, row.Schema, row.Fraction, row.SmallObjectsRemoved)))
        {
            var (dataset, schema, fraction, isAfter) = group.Key;
            string share = fraction == 1 ? "all" : string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:0.##} %");
            yield return Html.GroupRow(
                $"{(isOneDataset ? "" : dataset + ": ")}{schema} trained on {share} of the data, {(isAfter ? "after" : "before")} removal", Heads.Length);
            foreach (var row in group)
                yield return CreateRow(row);
        }
    }

    private static XElement CreateRow(TableRow row)
    {
        XElement[] names = [Html.Cell(row.Backbone.ToString()), Html.Cell(Describe(row))];
        XElement thesis = Html.Number($"{Html.Score(row.ThesisF1)} ± {Html.Score(row.ThesisDeviation)}");
        if (!row.IsMeasured)
            return Html.Row(names, Html.Missing(4), thesis, Html.Number("–"));
        return Html.Row(
            names, Html.Number(Html.Score(row.F1)), Html.Number(Html.Score(row.F1Deviation)), Html.Line(Html.Interval(row.F1Low, row.F1High, Html.Score)),
            Html.Number($"{row.Seeds}"), thesis, Html.Number(Html.Difference(row.Difference)));
    }

    private static string Describe(TableRow row) => row.Table switch
    {
        4 or 5 => row.Location ? "with location" : "without location",
        6 or 7 => row.Pretrained == true ? "with transfer learning" : "without transfer learning",
        _ => (row.Location, row.Pretrained) switch
        {
            (true, true) => "location and transfer learning",
            (true, _) => "location only",
            (_, true) => "transfer learning only",
            _ => "none",
        },
    };

    /// <summary>A column a temporal mode, as in the thesis.</summary>
    private static XElement CreateTemporal(ReportTable table, int measured)
    {
        // Where nothing was run, both sides of the removal would be the same numbers of the thesis.
        var sides = table.Rows.Where(row => measured > 0 || !row.SmallObjectsRemoved);
        return Html.Table(
            ["data set", .. Modes.Select(mode => "#" + mode)],
            sides.GroupBy(row => (row.Backbone, row.SmallObjectsRemoved)).SelectMany(group => new[]
            {
                Html.GroupRow(
                    measured == 0 ? $"RetinaMask on {group.Key.Backbone}"
                        : $"RetinaMask on {group.Key.Backbone}, {(group.Key.SmallObjectsRemoved ? "after" : "before")} removal",
                    Modes.Length + 1),
            }.Concat(group.GroupBy(row => row.Dataset).Select(line => Html.Row(
                Html.Cell(line.Key), Modes.Select(mode => CreateField(line.Single(row => row.TemporalMode == mode))))))));
    }

    private static XElement CreateField(TableRow row)
    {
        string thesis = double.IsNaN(row.ThesisF1) ? "" : $"thesis {Html.Score(row.ThesisF1)}";
        if (!row.IsMeasured)
            return Html.Make("td", Html.Class("number"), Html.Make("span", Html.Class("missing"), "not run"), Html.Make("br"), thesis);
        string deviation = double.IsNaN(row.F1Deviation) ? "" : $" ± {Html.Score(row.F1Deviation)}";
        return Html.Make(
            "td", Html.Class("number"), $"{Html.Score(row.F1)}{deviation} ({row.Seeds})", Html.Make("br"), Html.Make("span", Html.Class("soft"), thesis));
    }
}
