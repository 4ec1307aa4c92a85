using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace CellSeg.Plots;

/// <summary>
/// A logarithmic axis of counts at the bottom of a plot, with ticks at 1, 2, 5, 10, 20, 50 and so on. What is drawn lies at the
/// <see cref="Place"/> of its count.
/// </summary>
internal static class CountAxis
{
    private const double Margin = 0.05;

    /// <summary>Where a count lies, which is above 0.</summary>
    public static double Place(double count) => Math.Log10(count);

    /// <summary>Gives a plot the axis.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="low">The lowest count drawn, above 0.</param>
    /// <param name="high">The highest count drawn.</param>
    /// <param name="label">What is counted.</param>
    /// <param name="mostTicks">How many ticks there is room for; where 1, 2 and 5 are more, there are those of 1 alone.</param>
    public static void Apply(Plot plot, double low, double high, string label, int mostTicks = int.MaxValue)
    {
        double[] ticks = [.. ListTicks(low, high, 1, 2, 5)];
        if (ticks.Length > mostTicks)
            ticks = [.. ListTicks(low, high, 1)];
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. ticks.Select(Place)], [.. ticks.Select(tick => tick.ToString("0.###", CultureInfo.InvariantCulture))]);
        double margin = Margin * (Place(high) - Place(low));
        plot.Axes.SetLimitsX(Place(low) - margin, Place(high) + margin);
        plot.Axes.Bottom.Label.Text = label;
    }

    /// <summary>Counts from one to another that are evenly spaced by their logarithms.</summary>
    public static IEnumerable<double> Space(double low, double high, int steps)
        => Enumerable.Range(0, steps + 1).Select(step => low * Math.Pow(high / low, step / (double)steps));

    private static IEnumerable<double> ListTicks(double low, double high, params double[] steps)
    {
        for (double decade = Math.Pow(10, Math.Floor(Math.Log10(low))); decade <= high; decade *= 10)
        {
            foreach (double tick in steps.Select(step => step * decade))
            {
                if (tick >= low && tick <= high)
                    yield return tick;
            }
        }
    }
}
