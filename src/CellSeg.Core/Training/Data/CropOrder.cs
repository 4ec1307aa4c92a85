using CellSeg.Numerics;

namespace CellSeg.Training.Data;

/// <summary>Which clips an epoch cuts its crops from, and in which order. It depends on the seed and the epoch alone.</summary>
internal static class CropOrder
{
    /// <summary>Every clip once.</summary>
    /// <param name="count">Clips.</param>
    /// <param name="random">The random numbers of the epoch.</param>
    public static int[] OfClips(int count, RandomSource random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle<int>(order);
        return order;
    }

    /// <summary>
    /// As many crops, but equally many from each image, or one more: an image with more tiles than that gives another
    /// choice of them each epoch, one with fewer gives them several times.
    /// </summary>
    /// <param name="images">The number of each clip's image, from 0.</param>
    /// <param name="random">The random numbers of the epoch.</param>
    public static int[] OfImages(IReadOnlyList<int> images, RandomSource random)
    {
        int[][] clips = [.. Enumerable.Range(0, images.Count).GroupBy(clip => images[clip]).Select(group => group.ToArray())];
        // Which images give one more is drawn as well.
        random.Shuffle<int[]>(clips);
        var order = new int[images.Count];
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
