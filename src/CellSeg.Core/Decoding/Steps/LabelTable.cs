using CellSeg.Numerics;

namespace CellSeg.Decoding.Steps;

/// <summary>The last step of every decoder.</summary>
internal static class LabelTable
{
    /// <summary>Removes cells below an area and numbers the others 1, 2, … in ascending order of their old labels.</summary>
    /// <param name="labels">Labels up to <paramref name="maximumLabel"/>, changed in place.</param>
    /// <param name="maximumLabel">The highest label there may be.</param>
    /// <param name="minimumArea">A cell of exactly this many pixels stays.</param>
    /// <returns>How many cells stay.</returns>
    public static int Tidy(Span<int> labels, int maximumLabel, int minimumArea)
    {
        using var areaBuffer = new PooledBuffer<int>(maximumLabel + 1, clear: true);
        var table = areaBuffer.Span;
        for (int i = 0; i < labels.Length;)
        {
            int gap = labels[i..].IndexOfAnyExcept(labels[i]);
            int end = gap < 0 ? labels.Length : i + gap;
            table[labels[i]] += end - i;
            i = end;
        }
        int next = 0;
        table[0] = 0;
        bool changes = false;
        for (int label = 1; label < table.Length; label++)
        {
            bool stays = table[label] >= Math.Max(minimumArea, 1);
            changes |= !stays;
            table[label] = stays ? ++next : 0;
        }
        if (changes)
        {
            foreach (ref int label in labels)
                label = table[label];
        }
        return next;
    }
}
