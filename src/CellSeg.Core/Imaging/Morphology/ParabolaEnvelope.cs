using CellSeg.Numerics;

namespace CellSeg.Imaging.Morphology;

/// <summary>
/// The lower envelope of parabolas y = (x - centre)² + height, one a pixel of a run: the second pass of
/// <see cref="DistanceTransform"/>.
/// </summary>
internal readonly ref struct ParabolaEnvelope : IDisposable
{
    private readonly PooledBuffer<int> _centres;
    private readonly PooledBuffer<long> _heights;
    private readonly PooledBuffer<double> _starts;

    /// <summary>Makes an envelope for runs of up to <paramref name="capacity"/> parabolas.</summary>
    public ParabolaEnvelope(int capacity)
    {
        _centres = new PooledBuffer<int>(capacity);
        _heights = new PooledBuffer<long>(capacity);
        _starts = new PooledBuffer<double>(capacity);
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        _centres.Dispose();
        _heights.Dispose();
        _starts.Dispose();
    }

    /// <summary>Distances of the pixels of one run of equal labels in a row.</summary>
    /// <param name="columnDistances">Distance of each pixel to another label within its own column.</param>
    /// <param name="closedLeft">Whether there is a pixel (of another label) before the run.</param>
    /// <param name="closedRight">Whether there is one after it.</param>
    /// <param name="infinity">The column distance that means none.</param>
    /// <param name="distances">Receives the Euclidean distances.</param>
    public void MeasureRun(
        ReadOnlySpan<int> columnDistances, bool closedLeft, bool closedRight, int infinity, Span<float> distances)
    {
        var centres = _centres.Span;
        var heights = _heights.Span;
        var starts = _starts.Span;
        int last = -1;
        if (closedLeft)
            last = Add(-1, 0, centres, heights, starts, last);
        for (int x = 0; x < columnDistances.Length; x++)
        {
            long height = columnDistances[x];
            if (height < infinity)
                last = Add(x, height * height, centres, heights, starts, last);
        }
        if (closedRight)
            last = Add(columnDistances.Length, 0, centres, heights, starts, last);
        if (last < 0)
        {
            distances.Fill(float.PositiveInfinity);
            return;
        }
        for (int x = 0, k = 0; x < distances.Length; x++)
        {
            while (k < last && starts[k + 1] < x)
                k++;
            long offset = x - centres[k];
            distances[x] = (float)Math.Sqrt((offset * offset) + heights[k]);
        }
    }

    /// <summary>Adds the next parabola to the right and drops those it hides; returns the index of the last.</summary>
    private static int Add(
        int centre, long height, Span<int> centres, Span<long> heights, Span<double> starts, int last)
    {
        double start = double.NegativeInfinity;
        while (last >= 0)
        {
            long other = centres[last];
            // The quotient is exact to 1e-16 and two different ones are at least 1 / width² apart: no wrong order.
            start = (height - heights[last] + ((long)centre * centre) - (other * other)) / (2.0 * (centre - other));
            if (start > starts[last])
                break;
            last--;
            start = double.NegativeInfinity;
        }
        last++;
        centres[last] = centre;
        heights[last] = height;
        starts[last] = start;
        return last;
    }
}
