using System.Runtime.InteropServices;
using CellSeg.Imaging.Morphology.Runs;

namespace CellSeg.Imaging.Morphology;

/// <summary>
/// Connected components by runs and a union-find forest. Components are numbered 1, 2, … in raster order of their first
/// pixel, as SciPy and scikit-image do.
/// </summary>
public static class ConnectedComponents
{
    /// <summary>
    /// Numbers the connected regions of equal value; the default value (0, <see langword="false"/>) is background.
    /// </summary>
    /// <typeparam name="T">A mask's <see cref="bool"/>, a label image's <see cref="int"/>, a class map's byte.</typeparam>
    /// <param name="values">Row-major values; neighbours belong together when they are equal.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="connectivity">Which pixels are neighbours.</param>
    /// <param name="components">Receives the numbers, 0 in the background. May not overlap <paramref name="values"/>.</param>
    /// <returns>How many components there are.</returns>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public static int Label<T>(
        ReadOnlySpan<T> values, int height, int width, PixelConnectivity connectivity, Span<int> components)
        where T : struct, IEquatable<T>
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, values.Length);
        ImageShape.Require(count, components.Length);
        using var runs = new RunList();
        int regionCount = FindRegions(values, height, width, connectivity, runs);
        components.Clear();
        foreach (ref readonly var run in runs.Span)
            components[run.Start..run.End].Fill(run.Region);
        return regionCount;
    }

    /// <summary>The same as runs in raster order, for those who need no image of the numbers.</summary>
    internal static int FindRegions<T>(
        ReadOnlySpan<T> values, int height, int width, PixelConnectivity connectivity, RunList runs)
        where T : struct, IEquatable<T>
    {
        int reach = connectivity == PixelConnectivity.Eight ? 1 : 0;
        int above = 0, aboveEnd = 0;
        for (int y = 0; y < height; y++)
        {
            var row = values.Slice(y * width, width);
            int first = runs.Count;
            if (typeof(T) == typeof(bool))
                MaskRuns.Find(MemoryMarshal.AsBytes(row), y * width, runs);
            else
                FindRuns(row, y * width, runs);
            JoinRows(values, width, reach, runs.Span, above, aboveEnd, first);
            (above, aboveEnd) = (first, runs.Count);
        }
        return Number(runs.Span);
    }

    /// <summary>The regions of a mask of which the runs are known, of any size, for a run's place is its columns alone.</summary>
    /// <param name="runs">In raster order; the start and the end of each are columns.</param>
    /// <param name="rows">The row of each run.</param>
    /// <param name="connectivity">Which pixels are neighbours.</param>
    /// <returns>How many regions there are.</returns>
    internal static int FindRegions(RunList runs, ReadOnlySpan<int> rows, PixelConnectivity connectivity)
    {
        int reach = connectivity == PixelConnectivity.Eight ? 1 : 0;
        int above = 0, aboveEnd = 0;
        for (int first = 0; first < runs.Count;)
        {
            int end = first + 1;
            while (end < runs.Count && rows[end] == rows[first])
                end++;
            if (first > 0 && rows[first - 1] != rows[first] - 1)
                above = aboveEnd;
            JoinRows<bool>([], 0, reach, runs.Span[..end], above, aboveEnd, first);
            (above, aboveEnd, first) = (first, end, end);
        }
        return Number(runs.Span);
    }

    private static void FindRuns<T>(ReadOnlySpan<T> row, int offset, RunList runs) where T : struct, IEquatable<T>
    {
        for (int x = 0; x < row.Length;)
        {
            T value = row[x];
            int length = row[x..].IndexOfAnyExcept(value);
            int end = length < 0 ? row.Length : x + length;
            if (!value.Equals(default))
                runs.Add(new RegionRun(offset + x, offset + end, runs.Count));
            x = end;
        }
    }

    /// <summary>Joins the runs of a row with those of equal value that they touch in the row above.</summary>
    private static void JoinRows<T>(
        ReadOnlySpan<T> values, int width, int reach, Span<RegionRun> all, int above, int aboveEnd, int first)
        where T : struct, IEquatable<T>
    {
        for (int i = first; i < all.Length; i++)
        {
            int start = all[i].Start - width - reach, end = all[i].End - width + reach;
            while (above < aboveEnd && all[above].End <= start)
                above++;
            // The last run that is touched may touch the next one too, so the outer position stays on it.
            for (int j = above; j < aboveEnd && all[j].Start < end; j++)
            {
                if (typeof(T) == typeof(bool) || values[all[j].Start].Equals(values[all[i].Start]))
                    Union(all, i, j);
            }
        }
    }

    private static void Union(Span<RegionRun> runs, int a, int b)
    {
        a = FindRoot(runs, a);
        b = FindRoot(runs, b);
        // The earlier run is the root, which makes numbers follow the raster order.
        if (a < b)
            runs[b].Parent = a;
        else
            runs[a].Parent = b;
    }

    private static int FindRoot(Span<RegionRun> runs, int run)
    {
        while (runs[run].Parent != run)
        {
            runs[run].Parent = runs[runs[run].Parent].Parent;
            run = runs[run].Parent;
        }
        return run;
    }

    private static int Number(Span<RegionRun> runs)
    {
        int next = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            int root = FindRoot(runs, i);
            runs[i].Region = root == i ? ++next : runs[root].Region;
        }
        return next;
    }
}
