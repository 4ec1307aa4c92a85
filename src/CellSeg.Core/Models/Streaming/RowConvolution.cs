using System.Runtime.CompilerServices;
using CellSeg.Models.Streaming.Flow;
using CellSeg.Models.Streaming.Kernels;

namespace CellSeg.Models.Streaming;

/// <summary>A convolution of all channels, to which another map may be added before it is rectified.</summary>
internal sealed class RowConvolution : WindowLayer
{
    private const int MostRows = 16;

    private readonly FoldedConvolution _weights;
    private readonly Rectifier _rectifier;
    private readonly RowMap? _addend;
    private readonly IReadOnlyList<ChannelGroup> _groups;

    /// <param name="input">What is convolved.</param>
    /// <param name="weights">By what.</param>
    /// <param name="rectifier">What happens to the sums.</param>
    /// <param name="addend">Is added to the sums; null for nothing.</param>
    public RowConvolution(RowMap input, FoldedConvolution weights, Rectifier rectifier, RowMap? addend = null)
        : base(input, new RowMap(weights.Shape.Outputs), weights.Shape.Kernel, weights.Shape.Stride, weights.PadBefore, weights.PadAfter)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Kernel, MostRows);
        (_weights, _groups, _rectifier, _addend) = (weights, weights.Groups, rectifier, addend);
        Inputs = addend is null ? [input] : [input, addend];
        input.AddConsumer(this, weights.PadBefore, weights.PadAfter);
        addend?.AddConsumer(this);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<RowMap> Inputs { get; }

    /// <inheritdoc/>
    public override int FindFirstNeeded(RowMap input) => input == _addend ? Output.End : base.FindFirstNeeded(input);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ComputeItems(int first, int end)
    {
        for (int start = first; start < end;)
        {
            // Group after group, so that the weights of one stay in the cache for all its pixels.
            int item = 0;
            foreach (var group in _groups)
            {
                int items = RowCount * BlocksOf(group);
                if (start < item + items)
                {
                    int stop = Math.Min(end, item + items);
                    Compute(group, start - item, stop - item);
                    start = stop;
                    if (start == end)
                        return;
                }
                item += items;
            }
        }
    }

    /// <inheritdoc/>
    protected override int CountPossible() => Math.Min(base.CountPossible(), _addend?.End ?? int.MaxValue);

    /// <inheritdoc/>
    protected override int CountItems(int rows) => rows * _groups.Sum(BlocksOf);

    private int BlocksOf(ChannelGroup group) => (Output.Width + group.Pixels - 1) / group.Pixels;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Compute(ChannelGroup group, int first, int end)
    {
        int blocks = BlocksOf(group);
        Span<nint> rows = stackalloc nint[MostRows];
        var block = new PixelBlock
        {
            Rows = rows[..Kernel],
            PixelStep = (nint)Stride * Input.PixelLength,
            TapStep = Input.PixelLength,
            Kernel = Kernel,
            Channels = _weights.Shape.Inputs,
            Weights = ref group.Weights,
            Bias = ref group.Bias,
            TargetStep = Output.PixelLength,
            HasAddend = _addend is not null,
            Rectifier = _rectifier,
        };
        int row = -1;
        for (int item = first; item < end; item++)
        {
            int y = FirstRow + (item / blocks);
            if (y != row)
                FindRows(row = y, rows);
            // The last block of a row lies further left where it would not fit: some pixels are computed twice, with the same result.
            int x = Math.Min(item % blocks * group.Pixels, Math.Max(0, Output.Width - group.Pixels));
            block.Source = ref Unsafe.Add(ref Input.Origin, x * block.PixelStep);
            nint target = ((nint)x * Output.PixelLength) + group.First;
            block.Target = ref Unsafe.Add(ref Output.Origin, Output.OffsetOf(y) + target);
            if (_addend is not null)
                block.Addend = ref Unsafe.Add(ref _addend.Origin, _addend.OffsetOf(y) + target);
            group.Compute(ref block, Math.Min(group.Pixels, Output.Width - x));
        }
    }
}
