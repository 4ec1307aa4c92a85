namespace CellSeg.Decoding.Steps;

/// <summary>
/// Shares out the pixels that several masks claim: each goes to the label that a random walker from it meets first most
/// often. On a constant image that probability is harmonic: a free pixel has the mean of its four neighbours, a labelled
/// one has 1 for its label and 0 for others (Grady 2006).
/// </summary>
internal static class HarmonicInterpolation
{
    /// <summary>A pixel that is to be shared out.</summary>
    public const int Free = -1;

    private const double Relaxation = 1.7;
    private const double Tolerance = 1e-7;
    private const int MaximumRounds = 5000;

    /// <summary>Labels the free pixels from which a label can be reached over free ones.</summary>
    /// <param name="labels">Row-major labels, 0 for what no walker enters, <see cref="Free"/>; changed in place.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="takesPart">For each label whether walkers may meet it; they do not enter others.</param>
    public static void Fill(Span<int> labels, int height, int width, ReadOnlySpan<bool> takesPart)
    {
        var visited = new HashSet<int>();
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] != Free || visited.Contains(i))
                continue;
            var (pixels, seeds) = FindPiece(labels, height, width, takesPart, i, visited);
            if (seeds.Count > 0)
                FillPiece(labels, height, width, takesPart, pixels, seeds);
        }
    }

    /// <summary>A connected piece of free pixels and the labels around it.</summary>
    private static (List<int> Pixels, SortedSet<int> Seeds) FindPiece(
        ReadOnlySpan<int> labels, int height, int width, ReadOnlySpan<bool> takesPart, int start, HashSet<int> visited)
    {
        var pixels = new List<int> { start };
        var seeds = new SortedSet<int>();
        visited.Add(start);
        for (int next = 0; next < pixels.Count; next++)
        {
            foreach (int neighbour in NeighboursOf(pixels[next], height, width))
            {
                int label = labels[neighbour];
                if (label > 0 && takesPart[label])
                    seeds.Add(label);
                else if (label == Free && visited.Add(neighbour))
                    pixels.Add(neighbour);
            }
        }
        pixels.Sort();
        return (pixels, seeds);
    }

    private static void FillPiece(
        Span<int> labels, int height, int width, ReadOnlySpan<bool> takesPart, List<int> pixels, SortedSet<int> seeds)
    {
        var indices = new Dictionary<int, int>(pixels.Count);
        for (int i = 0; i < pixels.Count; i++)
            indices[pixels[i]] = i;
        var best = new double[pixels.Count];
        var owners = new int[pixels.Count];
        foreach (int seed in seeds)
        {
            var probabilities = seeds.Count == 1 ? [.. Enumerable.Repeat(1.0, pixels.Count)]
                : Solve(labels, height, width, takesPart, pixels, indices, seed);
            for (int i = 0; i < owners.Length; i++)
            {
                // Of equals the lowest label; the margin is there for the solver.
                if (probabilities[i] > best[i] + (10 * Tolerance))
                    (best[i], owners[i]) = (probabilities[i], seed);
            }
        }
        for (int i = 0; i < owners.Length; i++)
            labels[pixels[i]] = owners[i];
    }

    /// <summary>Successive over-relaxation for one label's probability.</summary>
    private static double[] Solve(
        ReadOnlySpan<int> labels, int height, int width, ReadOnlySpan<bool> takesPart, List<int> pixels,
        Dictionary<int, int> indices, int seed)
    {
        var probabilities = new double[pixels.Count];
        var neighbours = new List<int>[pixels.Count];
        var fixedSums = new double[pixels.Count];
        var degrees = new int[pixels.Count];
        for (int i = 0; i < pixels.Count; i++)
        {
            neighbours[i] = [];
            foreach (int neighbour in NeighboursOf(pixels[i], height, width))
            {
                int label = labels[neighbour];
                if (label == 0 || (label > 0 && !takesPart[label]))
                    continue;
                degrees[i]++;
                if (label == Free)
                    neighbours[i].Add(indices[neighbour]);
                else if (label == seed)
                    fixedSums[i]++;
            }
        }
        for (int round = 0; round < MaximumRounds; round++)
        {
            double change = 0;
            for (int i = 0; i < probabilities.Length; i++)
            {
                double sum = fixedSums[i];
                foreach (int neighbour in neighbours[i])
                    sum += probabilities[neighbour];
                double step = (sum / Math.Max(degrees[i], 1)) - probabilities[i];
                probabilities[i] += Relaxation * step;
                change = Math.Max(change, Math.Abs(step));
            }
            if (change < Tolerance / 10)
                break;
        }
        return probabilities;
    }

    private static IEnumerable<int> NeighboursOf(int pixel, int height, int width)
    {
        int y = pixel / width, x = pixel % width;
        if (y > 0)
            yield return pixel - width;
        if (x > 0)
            yield return pixel - 1;
        if (x < width - 1)
            yield return pixel + 1;
        if (y < height - 1)
            yield return pixel + width;
    }
}
