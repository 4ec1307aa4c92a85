using CellSeg.Inference.Prediction.Windows;

namespace CellSeg.Inference.Prediction;

/// <summary>Maps of which all rows are there.</summary>
/// <param name="maps">The maps.</param>
internal sealed class MapsInMemory(PredictedMaps maps) : IMapSource
{
    private readonly (float[] Values, int Start)[] _planes =
    [
        .. maps.Schema.Maps.SelectMany(map => Enumerable.Range(0, map.TargetChannels).Select(
            channel => (maps.Maps[map], channel * maps.Height * maps.Width))),
    ];

    /// <inheritdoc/>
    public int Height => maps.Height;

    /// <inheritdoc/>
    public int Width => maps.Width;

    /// <inheritdoc/>
    public void Provide(int first, int end, CancellationToken cancellationToken)
    {
        // They are there.
    }

    /// <inheritdoc/>
    public void Copy(int plane, MapWindow window, Span<float> values)
    {
        var (source, start) = _planes[plane];
        for (int y = 0; y < window.Height; y++)
            source.AsSpan(start + ((window.Top + y) * Width) + window.Left, window.Width).CopyTo(values[(y * window.Width)..]);
    }
}
