namespace CellSeg.Imaging.Rows;

/// <summary>Some channels of an image. For use by one thread at a time.</summary>
/// <param name="source">The image.</param>
/// <param name="channels">The channels, from 0, in the order in which they are wanted.</param>
internal sealed class SelectedRows(IImageRows source, int[] channels) : IImageRows
{
    private float[] _all = [];

    /// <inheritdoc/>
    public int Channels => channels.Length;

    /// <inheritdoc/>
    public int Height => source.Height;

    /// <inheritdoc/>
    public int Width => source.Width;

    /// <inheritdoc/>
    public IReadOnlyList<string> ChannelNames { get; } = source.ChannelNames.Count == 0 ? [] : [.. channels.Select(channel => source.ChannelNames[channel])];

    /// <inheritdoc/>
    public void ReadRows(int top, int rows, Span<float> values)
    {
        int plane = rows * Width;
        if (_all.Length < source.Channels * plane)
            _all = new float[source.Channels * plane];
        source.ReadRows(top, rows, _all);
        for (int i = 0; i < channels.Length; i++)
            _all.AsSpan(channels[i] * plane, plane).CopyTo(values[(i * plane)..]);
    }
}
