namespace CellSeg.Core.Tests.Imaging.Morphology;

/// <summary>The same operations as they would be written down first, to test the fast ones against.</summary>
internal static class NaiveMorphology
{
    public static float[] DistanceToOtherLabel(int[] labels, int height, int width)
    {
        var result = new float[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] == 0)
                continue;
            double best = double.PositiveInfinity;
            for (int j = 0; j < labels.Length; j++)
            {
                int dy = (i / width) - (j / width), dx = (i % width) - (j % width);
                if (labels[j] != labels[i])
                    best = Math.Min(best, (dy * dy) + (dx * dx));
            }
            result[i] = (float)Math.Sqrt(best);
        }
        return result;
    }

    /// <summary>Flood fill from each pixel that has no number yet, in raster order.</summary>
    public static (int[] Components, int Count) LabelComponents(int[] values, int height, int width, bool eight)
    {
        var result = new int[values.Length];
        int count = 0;
        var stack = new Stack<int>();
        for (int seed = 0; seed < values.Length; seed++)
        {
            if (values[seed] == 0 || result[seed] != 0)
                continue;
            result[seed] = ++count;
            stack.Push(seed);
            while (stack.TryPop(out int i))
            {
                for (int dy = -1; dy <= 1; dy++)
                {
                    for (int dx = -1; dx <= 1; dx++)
                    {
                        int y = (i / width) + dy, x = (i % width) + dx;
                        if ((!eight && dy != 0 && dx != 0) || y < 0 || y >= height || x < 0 || x >= width)
                            continue;
                        int j = (y * width) + x;
                        if (values[j] != values[seed] || result[j] != 0)
                            continue;
                        result[j] = count;
                        stack.Push(j);
                    }
                }
            }
        }
        return (result, count);
    }

    /// <summary>
    /// Maxima that rise at least a height above every path over eight neighbours to a higher one: the values, lowered by
    /// the height, are dilated under the values until nothing changes.
    /// </summary>
    public static bool[] FindHMaxima(float[] values, int height, int width, float minimum)
    {
        float[] levels = [.. values.Select(value => value - minimum)];
        bool changes = values.Max() - values.Min() >= minimum;
        if (!changes)
            return new bool[values.Length];
        while (changes)
        {
            changes = false;
            for (int i = 0; i < levels.Length; i++)
            {
                for (int j = 0; j < levels.Length; j++)
                {
                    int dy = (i / width) - (j / width), dx = (i % width) - (j % width);
                    bool near = Math.Max(Math.Abs(dy), Math.Abs(dx)) <= 1;
                    if (near && Math.Min(levels[j], values[i]) > levels[i])
                    {
                        levels[i] = Math.Min(levels[j], values[i]);
                        changes = true;
                    }
                }
            }
        }
        return [.. values.Select((value, i) => value - levels[i] >= minimum)];
    }

    /// <summary>
    /// A flood on a sorted set, highest values first, then by age; markers are of age 0, those of one value in raster order.
    /// </summary>
    public static int[] Flood(float[] levels, bool[] mask, int height, int width, int[] markers)
    {
        var labels = new int[markers.Length];
        var queue = new SortedSet<(float Value, int Age, int Pixel)>();
        for (int i = 0; i < markers.Length; i++)
        {
            if (!mask[i] || markers[i] == 0)
                continue;
            labels[i] = markers[i];
            queue.Add((-levels[i], 0, i));
        }
        int age = 0;
        while (queue.Count > 0)
        {
            var next = queue.Min;
            queue.Remove(next);
            int y = next.Pixel / width, x = next.Pixel % width;
            foreach (var (ny, nx) in new[] { (y - 1, x), (y, x - 1), (y, x + 1), (y + 1, x) })
            {
                int j = (ny * width) + nx;
                if (ny < 0 || ny >= height || nx < 0 || nx >= width || !mask[j] || labels[j] != 0)
                    continue;
                labels[j] = labels[next.Pixel];
                queue.Add((-levels[j], ++age, j));
            }
        }
        return labels;
    }
}
