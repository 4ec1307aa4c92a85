using CellSeg.Imaging;

namespace CellSeg.Datasets;

/// <summary>A label image in little memory: the runs of its cells. That of a hundred cells takes some tens of kilobytes, whatever its size.</summary>
internal sealed class CompactLabels
{
    private readonly int _height, _width;
    private readonly (int Start, int Length, int Label)[] _runs;

    /// <summary>Keeps what a label image holds now.</summary>
    public CompactLabels(LabelImage labels)
    {
        (_height, _width) = (labels.Height, labels.Width);
        var runs = new List<(int, int, int)>();
        ReadOnlySpan<int> pixels = labels.Pixels;
        for (int start = 0; pixels[start..].IndexOfAnyExcept(0) is var gap and >= 0;)
        {
            start += gap;
            int label = pixels[start], length = pixels[start..].IndexOfAnyExcept(label);
            if (length < 0)
                length = pixels.Length - start;
            runs.Add((start, length, label));
            start += length;
        }
        _runs = [.. runs];
    }

    /// <summary>A copy of the label image.</summary>
    public LabelImage ToLabels()
    {
        var labels = new LabelImage(_height, _width);
        foreach (var (start, length, label) in _runs)
            labels.Pixels.AsSpan(start, length).Fill(label);
        return labels;
    }
}
