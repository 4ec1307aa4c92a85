using System.Runtime.CompilerServices;
using CellSeg.Imaging;
using CellSeg.Imaging.Rows;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Streaming.Kernels;

namespace CellSeg.Models.Streaming;

/// <summary>
/// The image as the first map of a network: it is filled up by mirroring to a multiple of 32 rows and columns, and goes through
/// the convolution of single pixels to three channels, before which each pixel may be told its place.
/// </summary>
internal sealed class RowImage : RowLayer
{
    private readonly FoldedConvolution _weights;
    private readonly int _sizeStep, _imageChannels;
    private IImageRows? _source;
    private float[] _band = [];
    private int _bandTop, _bandRows, _possible;

    /// <param name="weights">A convolution of 1x1 pixels to a few channels.</param>
    /// <param name="isLocated">Whether row and column are two further channels of its input.</param>
    /// <param name="sizeStep">What heights and widths are multiples of.</param>
    public RowImage(FoldedConvolution weights, bool isLocated, int sizeStep) : base(new RowMap(weights.Shape.Outputs, isNarrow: true))
    {
        (_weights, _sizeStep) = (weights, sizeStep);
        _imageChannels = weights.Shape.Inputs - (isLocated ? 2 : 0);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<RowMap> Inputs => [];

    /// <summary>Sets the image that comes next; null lets the last one go.</summary>
    public void SetSource(IImageRows? source) => _source = source;

    /// <inheritdoc/>
    public override void Begin()
    {
        Output.Begin(RoundUp(_source!.Height), RoundUp(_source.Width));
        Restart();
    }

    /// <summary>Goes back to the first row.</summary>
    public void Restart() => _possible = 0;

    /// <inheritdoc/>
    public override int FindFirstNeeded(RowMap input) => Output.End;

    /// <summary>Reads and computes the next rows.</summary>
    /// <param name="team">Shares the work; null for a plan, in which nothing is read.</param>
    /// <param name="count">How many at most.</param>
    public void Read(ComputeTeam? team, int count)
    {
        int end = Math.Min(Output.Height, Output.End + count);
        if (team is not null)
            ReadBand(end);
        _possible = end;
        Advance(team, count);
    }

    private void ReadBand(int end)
    {
        var source = _source!;
        int low = source.Height, high = 0;
        // Beyond its end the image is mirrored, so that rows come up again from there.
        for (int row = Output.End; row < end; row++)
        {
            int mirrored = MirroredIndex.Of(row, source.Height);
            (low, high) = (Math.Min(low, mirrored), Math.Max(high, mirrored));
        }
        (_bandTop, _bandRows) = (low, high - low + 1);
        int length = source.Channels * _bandRows * source.Width;
        if (_band.Length < length)
            _band = new float[length];
        source.ReadRows(_bandTop, _bandRows, _band.AsSpan(0, length));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ComputeItems(int first, int end)
    {
        var source = _source!;
        int inputs = _weights.Shape.Inputs, outputs = Output.Channels, width = Output.Width;
        for (int item = first; item < end; item++)
        {
            int y = FirstRow + item, row = MirroredIndex.Of(y, source.Height) - _bandTop;
            var target = Output.RowOf(y);
            for (int x = 0, i = 0; x < width; x++)
            {
                int column = x < source.Width ? x : MirroredIndex.Of(x, source.Width);
                for (int output = 0; output < outputs; output++, i++)
                {
                    float sum = _weights.Bias[output];
                    var weights = _weights.Weight.AsSpan(output * inputs, inputs);
                    for (int channel = 0; channel < _imageChannels; channel++)
                        sum = MathF.FusedMultiplyAdd(_band[(((channel * _bandRows) + row) * source.Width) + column], weights[channel], sum);
                    if (_imageChannels < inputs)
                    {
                        sum = MathF.FusedMultiplyAdd(PlaceOf(y, Output.Height), weights[_imageChannels], sum);
                        sum = MathF.FusedMultiplyAdd(PlaceOf(x, width), weights[_imageChannels + 1], sum);
                    }
                    target[i] = sum;
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override int CountPossible() => _possible;

    /// <summary>Where a row or column of the map lies in it, from 0 to 1.</summary>
    private static float PlaceOf(int index, int size) => size > 1 ? (float)(index / (size - 1.0)) : 0;

    private int RoundUp(int size) => (size + _sizeStep - 1) / _sizeStep * _sizeStep;
}
