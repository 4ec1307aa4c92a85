using CellSeg.Numerics;

namespace CellSeg.Training.Data;

/// <summary>Which clips an epoch cuts its crops from, and in which order. It depends on the seed and the epoch alone.</summary>
internal static class CropOrder
{
    /// <summary>Every clip once, then every one again in another order, as often as it takes; the last round may be cut short.</summary>
    /// <param name="clips">Clips that there are.</param>
    /// <param name="crops">Crops to take.</param>
    /// <param name="random">The random numbers of the epoch.</param>
    public static int[] OfClips(int clips, int crops, RandomSource random)
    {
        var order = new int[crops];
        for (int filled = 0; filled < crops; filled += clips)
        {
            int[] round = [.. Enumerable.Range(0, clips)];
            random.Shuffle<int>(round);
            round.AsSpan(0, Math.Min(clips, crops - filled)).CopyTo(order.AsSpan(filled));
        }
        return order;
    }

    /// <summary>
    /// Crops of each clip in proportion to its weight: the whole part of its share, and one more as often as the rest of it
    /// says.
    /// </summary>
    /// <param name="weights">The weight of each clip, above 0.</param>
    /// <param name="crops">Crops to take.</param>
    /// <param name="random">The random numbers of the epoch.</param>
    public static int[] OfAreas(IReadOnlyList<double> weights, int crops, RandomSource random)
    {
        int[] clips = [.. Enumerable.Range(0, weights.Count)];
        random.Shuffle<int>(clips);
        // Marks at equal distances along the weights laid end to end: each clip gets those within its own.
        double distance = weights.Sum() / crops, mark = random.NextDouble() * distance, end = 0;
        var order = new int[crops];
        int filled = 0;
        foreach (int clip in clips)
        {
            end += weights[clip];
            for (; mark < end && filled < crops; mark += distance)
                order[filled++] = clip;
        }
        // Rounding may leave the last mark just beyond the end.
        order.AsSpan(filled).Fill(clips[^1]);
        random.Shuffle<int>(order);
        return order;
    }

    /// <summary>
    /// Equally many crops from each image, or one more: an image with more tiles than that gives another choice of them
    /// each epoch, one with fewer gives them several times.
    /// </summary>
    /// <param name="images">The number of each clip's image, from 0.</param>
    /// <param name="crops">Crops to take.</param>
    /// <param name="random">The random numbers of the epoch.</param>
    public static int[] OfImages(IReadOnlyList<int> images, int crops, RandomSource random)
    {
        int[][] clips = [.. Enumerable.Range(0, images.Count).GroupBy(clip => images[clip]).Select(group => group.ToArray())];
        // Which images give one more is drawn as well.
        random.Shuffle<int[]>(clips);
        var order = new int[crops];
        int filled = 0;
        for (int i = 0; i < clips.Length; i++)
        {
            int count = (order.Length / clips.Length) + (i < order.Length % clips.Length ? 1 : 0);
            random.Shuffle<int>(clips[i]);
            for (int n = 0; n < count; n++)
                order[filled++] = clips[i][n % clips[i].Length];
        }
        random.Shuffle<int>(order);
        return order;
    }
}
