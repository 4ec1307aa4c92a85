using System.Numerics.Tensors;
using CellSeg.Imaging.Rows;
using CellSeg.Models.Streaming;

namespace CellSeg.Inference.Prediction.Windows;

/// <summary>The maps of an image, as the networks come to them: the mean of what each says, of the rows that are still wanted.</summary>
/// <remarks>The networks are given back as they come to the end of the image; rows that are there can be copied after that, too.</remarks>
internal sealed class StreamedMaps : IMapSource, IDisposable
{
    // Networks come to a few rows more than are asked for.
    private const int SpareRows = 128;

    private readonly RowNetwork?[] _networks;
    private readonly int[] _ends;

    // Plane by plane the sums of the rows from _first to _end, of which each plane has room for some more.
    private float[] _sums = [];
    private int _planes, _first, _end, _room, _wanted;

    /// <param name="networks">The networks, which this disposes of, and the image as each sees it.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns.</param>
    public StreamedMaps(IReadOnlyList<(RowNetwork Network, IImageRows Image)> networks, int height, int width)
    {
        (Height, Width) = (height, width);
        _networks = [.. networks.Select(pair => pair.Network)];
        _ends = new int[_networks.Length];
        for (int i = 0; i < _networks.Length; i++)
        {
            int number = i;
            networks[i].Network.Begin([networks[i].Image], (top, rows, values) => Add(number, top, rows, values));
        }
    }

    /// <inheritdoc/>
    public int Height { get; }

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public void Provide(int first, int end, CancellationToken cancellationToken)
    {
        Drop(first);
        _wanted = end - first + SpareRows;
        for (int i = 0; i < _networks.Length; i++)
        {
            while (_ends[i] < end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _networks[i]!.Advance();
            }
            if (_ends[i] == Height)
                GiveBack(i);
        }
    }

    /// <inheritdoc/>
    public void Copy(int plane, MapWindow window, Span<float> values)
    {
        for (int y = 0; y < window.Height; y++)
        {
            RowOf(plane, window.Top + y).Slice(window.Left, window.Width).CopyTo(values[(y * window.Width)..]);
        }
        if (_networks.Length > 1)
            TensorPrimitives.Divide(values, _networks.Length, values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = 0; i < _networks.Length; i++)
            GiveBack(i);
    }

    private void GiveBack(int network)
    {
        _networks[network]?.Dispose();
        _networks[network] = null;
    }

    private Span<float> RowOf(int plane, int row) => _sums.AsSpan(checked(((plane * _room) + row - _first) * Width), Width);

    private void Add(int network, int top, int rows, ReadOnlySpan<float> values)
    {
        _planes = values.Length / (rows * Width);
        Extend(top + rows);
        for (int plane = 0; plane < _planes; plane++)
        {
            for (int y = 0; y < rows; y++)
            {
                var sum = RowOf(plane, top + y);
                TensorPrimitives.Add(sum, values.Slice(((plane * rows) + y) * Width, Width), sum);
            }
        }
        _ends[network] = top + rows;
    }

    /// <summary>Begins rows with sums of 0.</summary>
    private void Extend(int end)
    {
        if (end <= _end)
            return;
        if (end - _first > _room)
        {
            int room = Math.Min(Height, Math.Max(end - _first, _wanted)), kept = (_end - _first) * Width;
            var sums = new float[checked(_planes * room * Width)];
            for (int plane = 0; plane < _planes; plane++)
                _sums.AsSpan(plane * _room * Width, kept).CopyTo(sums.AsSpan(plane * room * Width));
            (_sums, _room) = (sums, room);
        }
        for (int plane = 0; plane < _planes; plane++)
            _sums.AsSpan(((plane * _room) + _end - _first) * Width, (end - _end) * Width).Clear();
        _end = end;
    }

    private void Drop(int first)
    {
        int dropped = Math.Min(first, _end) - _first;
        if (dropped <= 0)
            return;
        for (int plane = 0; plane < _planes; plane++)
        {
            var rows = _sums.AsSpan(plane * _room * Width, (_end - _first) * Width);
            rows[(dropped * Width)..].CopyTo(rows);
        }
        _first += dropped;
    }
}
