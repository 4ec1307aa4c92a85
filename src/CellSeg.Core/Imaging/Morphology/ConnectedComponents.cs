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
        int reach = connectivity == PixelConnectivity.Eight ? 1 : 0;
        var runs = new List<Run>(256);
        int above = 0, aboveEnd = 0;
        for (int y = 0; y < height; y++)
        {
            var row = values.Slice(y * width, width);
            int first = runs.Count;
            FindRuns(row, y * width, runs);
            JoinRows(values, width, reach, runs, above, aboveEnd, first);
            (above, aboveEnd) = (first, runs.Count);
        }
        return Number(runs, components);
    }

    private static void FindRuns<T>(ReadOnlySpan<T> row, int offset, List<Run> runs) where T : struct, IEquatable<T>
    {
        for (int x = 0; x < row.Length;)
        {
            T value = row[x];
            int length = row[x..].IndexOfAnyExcept(value);
            int end = length < 0 ? row.Length : x + length;
            if (!value.Equals(default))
                runs.Add(new Run(offset + x, offset + end, runs.Count));
            x = end;
        }
    }

    /// <summary>Joins the runs of a row with those of equal value that they touch in the row above.</summary>
    private static void JoinRows<T>(
        ReadOnlySpan<T> values, int width, int reach, List<Run> runs, int above, int aboveEnd, int first)
        where T : struct, IEquatable<T>
    {
        var all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(runs);
        for (int i = first; i < all.Length; i++)
        {
            int start = all[i].Start - width - reach, end = all[i].End - width + reach;
            while (above < aboveEnd && all[above].End <= start)
                above++;
            // The last run that is touched may touch the next one too, so the outer position stays on it.
            for (int j = above; j < aboveEnd && all[j].Start < end; j++)
            {
                if (values[all[j].Start].Equals(values[all[i].Start]))
                    Union(all, i, j);
            }
        }
    }

    private static void Union(Span<Run> runs, int a, int b)
    {
        a = FindRoot(runs, a);
        b = FindRoot(runs, b);
        // The earlier run is the root, which makes numbers follow the raster order.
        if (a < b)
            runs[b].Parent = a;
        else
            runs[a].Parent = b;
    }

    private static int FindRoot(Span<Run> runs, int run)
    {
        while (runs[run].Parent != run)
        {
            runs[run].Parent = runs[runs[run].Parent].Parent;
            run = runs[run].Parent;
        }
        return run;
    }

    private static int Number(List<Run> runs, Span<int> components)
    {
        components.Clear();
        var all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(runs);
        int next = 0;
        for (int i = 0; i < all.Length; i++)
        {
            int root = FindRoot(all, i);
            all[i].Number = root == i ? ++next : all[root].Number;
            components[all[i].Start..all[i].End].Fill(all[i].Number);
        }
        return next;
    }

    private struct Run(int start, int end, int parent)
    {
        public readonly int Start = start;
        public readonly int End = end;
        public int Parent = parent;
        public int Number;
    }
}
