using System.Runtime.CompilerServices;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Schemas;

namespace CellSeg.Models.Streaming;

/// <summary>Takes rows of the maps that a network predicts.</summary>
/// <param name="top">The first row, from 0.</param>
/// <param name="rows">How many.</param>
/// <param name="values">Plane by plane, and row-major in each: target channels of all maps x rows x columns; gone afterwards.</param>
internal delegate void MapRowsHandler(int top, int rows, ReadOnlySpan<float> values);

/// <summary>The end of a network: what its heads give becomes maps, whose rows are handed on.</summary>
internal sealed class RowOutput : RowLayer
{
    private readonly IReadOnlyList<(RowMap Map, IReadOnlyList<OutputMap> Parts)> _heads;
    private readonly int _planes;
    private float[] _values = [];
    private int _height, _width;

    /// <param name="heads">What each head gives, and which maps that are.</param>
    public RowOutput(IReadOnlyList<(RowMap Map, IReadOnlyList<OutputMap> Parts)> heads) : base(new RowMap(0, isNarrow: true))
    {
        _heads = heads;
        _planes = heads.Sum(head => head.Parts.Sum(part => part.TargetChannels));
        Inputs = [.. heads.Select(head => head.Map)];
        foreach (var map in Inputs)
            map.AddConsumer(this);
    }

    /// <summary>Takes the rows.</summary>
    public MapRowsHandler? Handler { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<RowMap> Inputs { get; }

    /// <summary>Sets the size of the image, which may be smaller than what goes through the network.</summary>
    public void SetSize(int height, int width) => (_height, _width) = (height, width);

    /// <inheritdoc/>
    public override void Begin() => Output.Begin(_height, _width);

    /// <inheritdoc/>
    public override int FindFirstNeeded(RowMap input) => Output.End;

    /// <inheritdoc/>
    public override bool Advance(ComputeTeam? team, int limit)
    {
        int first = Output.End;
        if (!base.Advance(team, limit))
            return false;
        if (team is not null)
            Handler?.Invoke(first, RowCount, _values.AsSpan(0, _planes * RowCount * _width));
        return true;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ComputeItems(int first, int end)
    {
        for (int item = first; item < end; item++)
        {
            int plane = 0;
            foreach (var (map, parts) in _heads)
            {
                var row = map.RowOf(FirstRow + item);
                int channel = 0;
                foreach (var part in parts)
                {
                    for (int kept = part.Channels - part.TargetChannels; kept < part.Channels; kept++)
                    {
                        var target = _values.AsSpan(((plane++ * RowCount) + item) * _width, _width);
                        if (part.IsDistance)
                            CopyDistances(row, map.PixelLength, channel, target);
                        else
                            FindProbabilities(row, map.PixelLength, channel, part.Channels, kept, target);
                    }
                    channel += part.Channels;
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override int CountPossible() => Inputs.Min(input => input.End);

    /// <inheritdoc/>
    protected override int CountItems(int rows)
    {
        if (_values.Length < _planes * rows * _width)
            _values = new float[_planes * rows * _width];
        return rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyDistances(ReadOnlySpan<float> row, int step, int channel, Span<float> target)
    {
        for (int x = 0; x < target.Length; x++)
            target[x] = MathF.Max(row[(x * step) + channel], 0);
    }

    /// <summary>The softmax of one of some classes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FindProbabilities(ReadOnlySpan<float> row, int step, int first, int count, int wanted, Span<float> target)
    {
        for (int x = 0; x < target.Length; x++)
        {
            var classes = row.Slice((x * step) + first, count);
            float sum = 0;
            // In relation to the wanted one, which is 1 then: numbers that are too large end in a probability of 0.
            foreach (float value in classes)
                sum += MathF.Exp(value - classes[wanted]);
            target[x] = 1 / sum;
        }
    }
}
