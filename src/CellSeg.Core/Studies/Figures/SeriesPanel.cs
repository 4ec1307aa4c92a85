using CellSeg.Plots;
using CellSeg.Studies.Comparison;
using CellSeg.Studies.Results;
using ScottPlot;

namespace CellSeg.Studies.Figures;

/// <summary>One plot of a value against the number of annotated cells: a point a training, and a line through the means of the fractions.</summary>
internal static class SeriesPanel
{
    /// <summary>The size of the letters of titles.</summary>
    public const float TitleSize = 14;

    private const int MostTicks = 7;
    private const float LabelSize = 13;
    private const double Headroom = 0.08;

    /// <summary>Draws a panel.</summary>
    /// <param name="title">What is above it.</param>
    /// <param name="label">What the value is.</param>
    /// <param name="series">The series.</param>
    /// <param name="isAfter">Whether small objects have been removed.</param>
    /// <param name="value">The value of a row.</param>
    public static Plot Draw(string title, string label, IReadOnlyList<SizeSeries> series, bool isAfter, Func<StudyRecord, double> value)
    {
        var plot = new Plot();
        plot.Title(title, TitleSize);
        StudyRecord[] rows = [.. series.SelectMany(one => FindRows(one, isAfter))];
        foreach (var one in series)
            Add(plot, one, [.. FindRows(one, isAfter)], value);
        CountAxis.Apply(plot, rows.Min(row => row.AnnotationCount), rows.Max(row => row.AnnotationCount), "annotated cells", MostTicks);
        Label(plot, label);
        double low = rows.Min(value), high = rows.Max(value);
        double room = high > low ? Headroom * (high - low) : Math.Max(0.01, Headroom * high);
        plot.Axes.SetLimitsY(Math.Max(0, low - room) - (low == 0 ? room : 0), high + room);
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
        return plot;
    }

    /// <summary>Labels the axes of a panel.</summary>
    /// <param name="plot">The panel.</param>
    /// <param name="label">What the value is.</param>
    public static void Label(Plot plot, string label)
    {
        plot.Axes.Bottom.Label.Text = "annotated cells";
        plot.Axes.Left.Label.Text = label;
        (plot.Axes.Bottom.Label.FontSize, plot.Axes.Left.Label.FontSize) = (LabelSize, LabelSize);
        // The same for all, so that panels above each other are in line.
        plot.Layout.Fixed(new PixelPadding(left: 66, right: 14, bottom: 50, top: 38));
    }

    /// <summary>Whether the series have rows of one side of the removal.</summary>
    public static bool HasRows(IEnumerable<SizeSeries> series, bool isAfter) => series.Any(one => FindRows(one, isAfter).Any());

    /// <summary>A plot that is nothing but a legend.</summary>
    /// <param name="items">Its entries.</param>
    public static Plot DrawLegend(IEnumerable<LegendItem> items)
    {
        var plot = new Plot();
        plot.HideGrid();
        plot.Layout.Frameless();
        plot.Axes.Frameless();
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowFillStyle.Color = Colors.Transparent;
        plot.Legend.FontName = FigureFont.Name;
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.Legend.SymbolWidth = 30;
        plot.ShowLegend(items, Alignment.MiddleCenter);
        return plot;
    }

    private static IEnumerable<StudyRecord> FindRows(SizeSeries series, bool isAfter)
        => series.Trainings.Select(training => training.Find(isAfter)).OfType<StudyRecord>();

    private static void Add(Plot plot, SizeSeries series, StudyRecord[] rows, Func<StudyRecord, double> value)
    {
        if (rows.Length == 0)
            return;
        var color = SeriesStyle.Color(series.Settings);
        var marker = SeriesStyle.Marker(series.Settings);
        double[] points = [.. rows.Select(row => CountAxis.Place(row.AnnotationCount))], values = [.. rows.Select(value)];
        plot.Add.Markers(points, values, marker, SeriesStyle.PointSize, color.WithAlpha(0.45));
        var groups = rows.GroupBy(row => row.Fraction).OrderBy(group => group.Key).ToList();
        double[] places = [.. groups.Select(group => group.Average(row => CountAxis.Place(row.AnnotationCount)))];
        double[] means = [.. groups.Select(group => group.Average(value))];
        plot.Add.ScatterLine(places, means, color).LineWidth = SeriesStyle.LineWidth(series.Settings);
        plot.Add.Markers(places, means, marker, SeriesStyle.MarkerSize, color);
    }
}
