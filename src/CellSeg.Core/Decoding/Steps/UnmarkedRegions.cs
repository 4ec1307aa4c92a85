using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CellSeg.Imaging.Morphology;
using CellSeg.Imaging.Morphology.Runs;
using CellSeg.Numerics;

namespace CellSeg.Decoding.Steps;

/// <summary>Foreground that no marker reaches.</summary>
internal static class UnmarkedRegions
{
    /// <summary>
    /// Makes each 4-connected piece of foreground without a label, if it is large enough and touches no label, a cell of its own.
    /// What touches one is the rest of that cell, or the wide edge that a network not yet sure of edges puts around all of them.
    /// </summary>
    /// <param name="mask">The foreground.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="minimumArea">Smaller pieces stay without a label.</param>
    /// <param name="maximumLabel">The highest label in use.</param>
    /// <param name="labels">The labels, changed in place.</param>
    /// <returns>The highest label now in use.</returns>
    public static int Add(
        ReadOnlySpan<bool> mask, int height, int width, int minimumArea, int maximumLabel, Span<int> labels)
    {
        using var restBuffer = new PooledBuffer<bool>(labels.Length);
        var rest = restBuffer.Span;
        Threshold.Background(labels, rest);
        var bytes = MemoryMarshal.AsBytes(rest);
        TensorPrimitives.BitwiseAnd(bytes, MemoryMarshal.AsBytes(mask), bytes);
        if (!rest.Contains(true))
            return maximumLabel;

        using var runs = new RunList();
        int regionCount = ConnectedComponents.FindRegions<bool>(rest, height, width, PixelConnectivity.Four, runs);
        using var areaBuffer = new PooledBuffer<int>(regionCount + 1, clear: true);
        var numbers = areaBuffer.Span;
        // A negative area stands for a region that touches a label.
        foreach (ref readonly var run in runs.Span)
        {
            ref int area = ref numbers[run.Region];
            area = area < 0 || HasLabelBeside(labels, width, run) ? -1 : area + run.Length;
        }
        for (int region = 1; region < numbers.Length; region++)
            numbers[region] = numbers[region] >= minimumArea ? ++maximumLabel : 0;
        foreach (ref readonly var run in runs.Span)
            labels[run.Start..run.End].Fill(numbers[run.Region]);
        return maximumLabel;
    }

    private static bool HasLabelBeside(ReadOnlySpan<int> labels, int width, RegionRun run)
    {
        int start = run.Start, end = run.End;
        return (start % width > 0 && labels[start - 1] != 0)
            || (end % width > 0 && labels[end] != 0)
            || (start >= width && labels[(start - width)..(end - width)].ContainsAnyExcept(0))
            || (end + width <= labels.Length && labels[(start + width)..(end + width)].ContainsAnyExcept(0));
    }
}
