namespace CellSeg.Core.Tests.Imaging.Morphology;

/// <summary>Small random images for property tests; the same seed gives the same images.</summary>
internal sealed class RandomImages(int seed)
{
    private readonly Random _random = new(seed);

    public int Next(int minimum, int maximum) => _random.Next(minimum, maximum + 1);

    public double NextDouble() => _random.NextDouble();

    /// <summary>Rectangles of labels drawn over each other, with some noise.</summary>
    public int[] Labels(int height, int width, int maximumLabel)
    {
        var labels = new int[height * width];
        int count = Next(0, 6);
        for (int k = 0; k < count; k++)
        {
            int top = Next(0, height - 1), left = Next(0, width - 1), label = Next(0, maximumLabel);
            int bottom = Math.Min(height, top + Next(1, height)), right = Math.Min(width, left + Next(1, width));
            for (int y = top; y < bottom; y++)
                labels.AsSpan((y * width) + left, right - left).Fill(label);
        }
        double noise = NextDouble() < 0.5 ? 0 : NextDouble() * 0.5;
        for (int i = 0; i < labels.Length; i++)
        {
            if (NextDouble() < noise)
                labels[i] = Next(0, maximumLabel);
        }
        return labels;
    }

    public bool[] Mask(int length, double density)
        => [.. Enumerable.Range(0, length).Select(_ => NextDouble() < density)];

    /// <summary>Values that are all different, or drawn from only a few.</summary>
    public float[] Values(int length, int? levelCount)
        => [.. Enumerable.Range(0, length).Select(_ => levelCount is { } n ? Next(0, n - 1) / 4f : (float)((NextDouble() * 4) - 2))];
}
