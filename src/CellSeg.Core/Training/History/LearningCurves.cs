using CellSeg.Plots;
using ScottPlot;

namespace CellSeg.Training.History;

/// <summary>The history of a training as a picture: losses on the left, F1 on the right axis.</summary>
public static class LearningCurves
{
    private const int Width = 900, Height = 500;

    /// <summary>Draws the curves.</summary>
    /// <param name="path">A PNG file; an existing one is replaced.</param>
    /// <param name="history">At least one epoch.</param>
    /// <exception cref="CellSegException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<EpochRecord> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        using var plot = new Plot();
        Add(plot, history, "training loss", record => record.Loss);
        Add(plot, history, "validation loss", record => record.ValidationLoss);
        if (Add(plot, history, "validation F1", record => record.ValidationF1) is { } f1)
        {
            f1.Axes.YAxis = plot.Axes.Right;
            plot.Axes.SetLimitsY(0, 1, plot.Axes.Right);
            plot.Axes.Right.Label.Text = "F1";
        }
        plot.Axes.Bottom.Label.Text = "epoch";
        plot.Axes.Left.Label.Text = "loss";
        plot.ShowLegend(Alignment.UpperCenter);
        FigureFile.Write(path, plot, Width, Height);
    }

    private static ScottPlot.Plottables.Scatter? Add(Plot plot, IReadOnlyList<EpochRecord> history, string name, Func<EpochRecord, double?> value)
    {
        var known = history.Where(record => value(record) is not null).ToList();
        if (known.Count == 0)
            return null;
        double[] epochs = [.. known.Select(record => (double)record.Epoch)], values = [.. known.Select(record => value(record)!.Value)];
        var curve = plot.Add.ScatterLine(epochs, values);
        curve.LegendText = name;
        curve.LineWidth = 2;
        // One epoch is a point, not a line.
        curve.MarkerSize = known.Count == 1 ? 6 : 0;
        return curve;
    }
}
