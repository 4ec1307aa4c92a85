using System.Globalization;
using CellSeg.Evaluation.LearningCurves;
using CellSeg.Plots;
using CellSeg.Studies.Comparison;
using CellSeg.Studies.Plans;
using CellSeg.Studies.Results;
using ScottPlot;

namespace CellSeg.Studies.Figures;

/// <summary>The figures of a study: 3 to 5 of the thesis, for each data set whose size was varied, and the fits.</summary>
internal static class StudyFigures
{
    private const int PanelWidth = 440, PanelHeight = 260, LegendHeight = 34, Columns = 2;

    private static readonly (string Title, string Label, Func<StudyRecord, double> Value)[] Errors =
    [
        ("F1", "F1", row => row.F1),
        ("Missed detections", PerHundred, row => Share(row, row.Missed)),
        ("Gained detections", PerHundred, row => Share(row, row.Gained)),
        ("Merges", PerHundred, row => Share(row, row.Merges)),
        ("Splits", PerHundred, row => Share(row, row.Splits)),
        ("Catastrophes", PerHundred, row => Share(row, row.Catastrophes)),
    ];

    private static readonly bool[] BothSides = [false, true];

    // The test parts of different seeds have different numbers of cells.
    private const string PerHundred = "per 100 true cells";

    /// <summary>Makes the figures of data set size.</summary>
    /// <param name="series">One series for each data set, schema and backbone.</param>
    /// <param name="minimumArea">Pixels below which objects were removed.</param>
    public static IEnumerable<StudyFigure> Create(IReadOnlyList<SizeSeries> series, int minimumArea)
    {
        var datasets = series.GroupBy(one => one.Settings.Dataset).ToList();
        foreach (var dataset in datasets)
        {
            string suffix = datasets.Count > 1 ? "-" + Slug(dataset.Key) : "";
            SizeSeries[] all = [.. dataset];
            bool[] sides = [.. BothSides.Where(isAfter => SeriesPanel.HasRows(all, isAfter))];
            yield return new StudyFigure(
                $"figure-3{suffix}", $"Figure 3. F1 against data set size, {dataset.Key}",
                $"F1 against the number of annotated cells that were learnt from (logarithmic axis), {Join(sides, minimumArea)}. {Explain(all)}",
                () => DrawScores(all, sides, minimumArea));
            foreach (bool isAfter in sides)
            {
                foreach (var backbone in all.GroupBy(one => one.Settings.Backbone))
                {
                    SizeSeries[] shown = [.. backbone.Where(one => SeriesPanel.HasRows([one], isAfter))];
                    string number = isAfter ? "5" : "4";
                    yield return new StudyFigure(
                        $"figure-{number}-{Slug(backbone.Key.ToString())}{suffix}",
                        $"Figure {number}. F1 and errors against data set size, {backbone.Key}, {dataset.Key}",
                        $"F1, and errors of each type in 100 true cells, against the number of annotated cells that were learnt from "
                            + $"(logarithmic axis), {Describe(isAfter, minimumArea)}. {Explain(shown)}",
                        () => DrawErrors(shown, isAfter));
                }
            }
        }
    }

    /// <summary>Makes the figure of the fits.</summary>
    /// <param name="fits">The fits, at least one, with their settings.</param>
    public static StudyFigure CreateFits(IReadOnlyList<(StudySettings Settings, LearningCurveFit Fit)> fits) => new(
        "learning-curves", "Fits of F1 against data set size",
        "An inverse power law through the F1 of all trainings of a kind, drawn on to four times the most data there were (thin line), with its "
            + "interval. What lies beyond the points is the form of the curve, and not a measurement.",
        () => DrawFits(fits));

    private static PlotSheet DrawScores(SizeSeries[] series, bool[] sides, int minimumArea)
    {
        const int Width = 760, Height = 360;
        int legend = LegendHeight * (series.Length > 3 ? 2 : 1);
        var sheet = new PlotSheet(Width, (sides.Length * Height) + legend);
        foreach (var (row, isAfter) in sides.Index())
            sheet.Add(SeriesPanel.Draw(Capitalize(Describe(isAfter, minimumArea)), "F1", series, isAfter, record => record.F1), 0, row * Height, Width, Height);
        sheet.Add(SeriesPanel.DrawLegend(series.Select(one => SeriesStyle.Explain(one.Settings, withBackbone: true))), 0, sides.Length * Height, Width, legend);
        return sheet;
    }

    private static PlotSheet DrawErrors(SizeSeries[] series, bool isAfter)
    {
        int rows = Errors.Length / Columns;
        var sheet = new PlotSheet(Columns * PanelWidth, (rows * PanelHeight) + LegendHeight);
        foreach (var (place, (title, label, value)) in Errors.Index())
        {
            sheet.Add(
                SeriesPanel.Draw(title, label, series, isAfter, value), place % Columns * PanelWidth, place / Columns * PanelHeight, PanelWidth, PanelHeight);
        }
        sheet.Add(
            SeriesPanel.DrawLegend(series.Select(one => SeriesStyle.Explain(one.Settings, withBackbone: false))),
            0, rows * PanelHeight, Columns * PanelWidth, LegendHeight);
        return sheet;
    }

    private static PlotSheet DrawFits(IReadOnlyList<(StudySettings Settings, LearningCurveFit Fit)> fits)
    {
        const int MostTicks = 7;
        bool isOneDataset = fits.Select(fit => fit.Settings.Dataset).Distinct().Count() == 1;
        int columns = Math.Min(Columns, fits.Count), rows = (fits.Count + columns - 1) / columns;
        var sheet = new PlotSheet(columns * PanelWidth, rows * PanelHeight);
        foreach (var (place, (settings, fit)) in fits.Index())
        {
            var plot = LearningCurvePlot.Draw([fit with { Name = "" }], MostTicks, SeriesStyle.Color(settings));
            plot.Title(isOneDataset ? fit.Name : $"{fit.Name}, {settings.Dataset}", SeriesPanel.TitleSize);
            SeriesPanel.Label(plot, "F1");
            sheet.Add(plot, place % columns * PanelWidth, place / columns * PanelHeight, PanelWidth, PanelHeight);
        }
        return sheet;
    }

    private static double Share(StudyRecord row, long errors) => row.TrueCount == 0 ? 0 : 100.0 * errors / row.TrueCount;

    private static string Join(bool[] sides, int minimumArea) => string.Join(", and ", sides.Select(isAfter => Describe(isAfter, minimumArea)));

    private static string Describe(bool isAfter, int minimumArea)
        => isAfter ? FormattableString.Invariant($"after the removal of objects below {minimumArea} pixels") : "before the removal of small objects";

    private static string Explain(SizeSeries[] series)
    {
        var sizes = series.SelectMany(one => one.Trainings.CountBy(training => training.Settings.Fraction));
        int[] seeds = [.. sizes.Select(size => size.Value).Distinct().Order()];
        string trainings = seeds.Length == 1 ? seeds[0].ToString(CultureInfo.InvariantCulture) : FormattableString.Invariant($"{seeds[0]} to {seeds[^1]}");
        string kinds = string.Join("; ", series.GroupBy(one => (one.Settings.Pretrained, one.Settings.Location)).Select(kind =>
            string.Join(", ", kind.Select(one => one.Settings.Schema).Distinct()) + (kind.Key.Pretrained ? " from ImageNet's weights" : " from scratch")
                + (kind.Key.Location ? ", with location layer" : ", without location layer")));
        return $"Small marks are trainings, {trainings} at each size; lines go through their means. Trained: {kinds}.";
    }

    private static string Capitalize(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Slug(string name) => string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
}
