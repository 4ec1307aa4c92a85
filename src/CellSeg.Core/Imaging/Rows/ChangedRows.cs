namespace CellSeg.Imaging.Rows;

/// <summary>An image, each value of which is changed on its own.</summary>
/// <param name="source">The image.</param>
/// <param name="change">Changes values where they lie, all of one channel, whose number it is told.</param>
internal sealed class ChangedRows(IImageRows source, Action<Span<float>, int> change) : IImageRows
{
    /// <inheritdoc/>
    public int Channels => source.Channels;

    /// <inheritdoc/>
    public int Height => source.Height;

    /// <inheritdoc/>
    public int Width => source.Width;

    /// <inheritdoc/>
    public IReadOnlyList<string> ChannelNames => source.ChannelNames;

    /// <inheritdoc/>
    public void ReadRows(int top, int rows, Span<float> values)
    {
        source.ReadRows(top, rows, values);
        int plane = rows * Width;
        for (int c = 0; c < Channels; c++)
            change(values.Slice(c * plane, plane), c);
    }
}
