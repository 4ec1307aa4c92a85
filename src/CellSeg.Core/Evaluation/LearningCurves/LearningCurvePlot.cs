using CellSeg.Plots;
using ScottPlot;

namespace CellSeg.Evaluation.LearningCurves;

/// <summary>
/// Learning curves as a figure with a logarithmic axis of counts: a dot a training, the mean and range of those of one count, the
/// curve with its interval, thin beyond what was measured, and a thin line at the score before any training.
/// </summary>
public static class LearningCurvePlot
{
    private const int Width = 800, Height = 500, CurveSteps = 200;

    // Widths and not patterns tell lines apart: SVG files of this library have no patterns.
    private const float CurveWidth = 2.5f, ThinWidth = 1, RangeWidth = 1.5f;

    // How far beyond the largest count a curve is drawn, as a factor.
    private const double Outlook = 4;

    /// <summary>Writes the figure.</summary>
    /// <param name="path">A file that ends with .png or .svg; an existing one is replaced.</param>
    /// <param name="fits">The curves, at least one.</param>
    /// <exception cref="CellSegException">The name is none of a figure, or the file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<LearningCurveFit> fits)
    {
        ArgumentNullException.ThrowIfNull(fits);
        ArgumentOutOfRangeException.ThrowIfZero(fits.Count);
        using var plot = Draw(fits);
        FigureFile.Write(path, plot, Width, Height);
    }

    /// <summary>Draws curves into a plot of their own, such as one of several on a sheet.</summary>
    /// <param name="fits">The curves, at least one.</param>
    /// <param name="mostTicks">How many ticks the axis of counts has room for.</param>
    /// <param name="color">The colour of all curves; those of a palette, one after the other, when null.</param>
    internal static Plot Draw(IReadOnlyList<LearningCurveFit> fits, int mostTicks = int.MaxValue, Color? color = null)
    {
        var plot = new Plot();
        plot.Add.Palette = new ScottPlot.Palettes.ColorblindFriendly();
        foreach (var fit in fits)
            Add(plot, fit, color ?? plot.Add.GetNextColor());
        CountAxis.Apply(plot, fits.Min(FindSmallest), fits.Max(fit => Outlook * fit.LargestCount), "annotated images or cells", mostTicks);
        plot.Axes.Left.Label.Text = "score";
        plot.ShowLegend(Alignment.LowerRight);
        return plot;
    }

    private static void Add(Plot plot, LearningCurveFit fit, Color color)
    {
        double smallest = FindSmallest(fit), largest = fit.LargestCount;
        if (fit.HasIntervals)
            AddBand(plot, fit, CountAxis.Space(smallest, Outlook * largest, CurveSteps), color);
        AddCurve(plot, fit, CountAxis.Space(smallest, largest, CurveSteps), color, CurveWidth).LegendText = Describe(fit);
        AddCurve(plot, fit, CountAxis.Space(largest, Outlook * largest, CurveSteps), color, ThinWidth);
        AddPoints(plot, fit, color);
        if (fit.Baseline is { } baseline)
        {
            plot.Add.HorizontalLine(baseline, ThinWidth, color.WithAlpha(0.6)).LegendText = WithName(fit, "before training");
        }
    }

    private static void AddBand(Plot plot, LearningCurveFit fit, IEnumerable<double> counts, Color color)
    {
        LearningCurvePrediction[] predictions = [.. counts.Select(fit.Predict)];
        var band = plot.Add.FillY(
            [.. predictions.Select(prediction => CountAxis.Place(prediction.Count))],
            [.. predictions.Select(prediction => prediction.Low)], [.. predictions.Select(prediction => prediction.High)]);
        band.FillColor = color.WithAlpha(0.15);
        band.LineWidth = 0;
        band.LegendText = WithName(fit, FormattableString.Invariant($"{100 * fit.Confidence:0.#} % interval"));
    }

    private static ScottPlot.Plottables.Scatter AddCurve(
        Plot plot, LearningCurveFit fit, IEnumerable<double> counts, Color color, float lineWidth)
    {
        double[] drawn = [.. counts], places = [.. drawn.Select(CountAxis.Place)], scores = [.. drawn.Select(count => fit.Predict(count).Score)];
        var curve = plot.Add.ScatterLine(places, scores, color);
        curve.LineWidth = lineWidth;
        return curve;
    }

    private static void AddPoints(Plot plot, LearningCurveFit fit, Color color)
    {
        var trained = fit.Points.Where(point => point.Count > 0).ToList();
        double[] places = [.. trained.Select(point => CountAxis.Place(point.Count))], scores = [.. trained.Select(point => point.Score)];
        plot.Add.Markers(places, scores, MarkerShape.FilledCircle, 4, color.WithAlpha(0.5));
        foreach (var group in trained.GroupBy(point => point.Count))
        {
            double place = CountAxis.Place(group.Key);
            plot.Add.Marker(place, group.Average(point => point.Score), MarkerShape.FilledCircle, 9, color);
            if (group.Count() == 1)
                continue;
            var range = plot.Add.Line(place, group.Min(point => point.Score), place, group.Max(point => point.Score));
            range.LineColor = color;
            range.LineWidth = RangeWidth;
        }
    }

    private static double FindSmallest(LearningCurveFit fit) => fit.Points.First(point => point.Count > 0).Count;

    private static string Describe(LearningCurveFit fit)
        => WithName(fit, fit.Amplitude == 0
            ? FormattableString.Invariant($"{fit.Ceiling:0.000}")
            : FormattableString.Invariant($"{fit.Ceiling:0.000} - {fit.Amplitude:0.###} n^-{fit.Exponent:0.00}"));

    private static string WithName(LearningCurveFit fit, string text) => fit.Name.Length > 0 ? $"{fit.Name}: {text}" : text;
}
