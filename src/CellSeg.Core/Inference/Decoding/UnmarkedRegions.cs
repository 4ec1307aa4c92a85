using CellSeg.Imaging.Morphology;

namespace CellSeg.Inference.Decoding;

/// <summary>Foreground that no marker reaches.</summary>
internal static class UnmarkedRegions
{
    /// <summary>Makes each 4-connected piece of foreground without a label, if it is large enough, a cell of its own.</summary>
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
        for (int i = 0; i < rest.Length; i++)
            rest[i] = mask[i] & labels[i] == 0;
        if (!rest.Contains(true))
            return maximumLabel;

        using var componentBuffer = new PooledBuffer<int>(labels.Length);
        var components = componentBuffer.Span;
        int count = ConnectedComponents.Label<bool>(rest, height, width, PixelConnectivity.Four, components);
        LabelTable.Tidy(components, count, minimumArea);
        int highest = maximumLabel;
        for (int i = 0; i < labels.Length; i++)
        {
            if (components[i] == 0)
                continue;
            labels[i] = maximumLabel + components[i];
            highest = Math.Max(highest, labels[i]);
        }
        return highest;
    }
}
