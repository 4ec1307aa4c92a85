using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CellSeg.Models.Streaming.Flow;

namespace CellSeg.Models.Streaming;

/// <summary>A map of twice the height and width, bilinearly with pixel centres at half-integers or by repeating pixels.</summary>
internal sealed class RowDoubling : RowLayer
{
    private const int Lanes = 16;

    private readonly RowMap _input;
    private readonly bool _nearest;

    /// <param name="input">What is doubled.</param>
    /// <param name="nearest">Whether pixels are repeated.</param>
    public RowDoubling(RowMap input, bool nearest = false) : base(new RowMap(input.Channels))
    {
        (_input, _nearest) = (input, nearest);
        input.AddConsumer(this);
        Inputs = [input];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<RowMap> Inputs { get; }

    /// <inheritdoc/>
    public override void Begin() => Output.Begin(2 * _input.Height, 2 * _input.Width);

    /// <inheritdoc/>
    public override int FindFirstNeeded(RowMap input) => (Output.End - 1) >> 1;

    /// <inheritdoc/>
    public override void ComputeItems(int first, int end)
    {
        for (int item = first; item < end; item++)
            ComputeRow(FirstRow + item);
    }

    /// <inheritdoc/>
    protected override int CountPossible() => _input.End == _input.Height ? Output.Height : Math.Max(0, (2 * _input.End) - 1);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputeRow(int y)
    {
        int near = y / 2, far = Math.Clamp((y & 1) == 0 ? near - 1 : near + 1, 0, _input.Height - 1), last = _input.Width - 1;
        // Of nine sixteenths, three, three and one the corners of a pixel have each their share.
        var (mostly, partly) = _nearest ? (Vector512<float>.One, Vector512<float>.Zero) : (Vector512.Create(0.75f), Vector512.Create(0.25f));
        ref float nearRow = ref Unsafe.Add(ref _input.Origin, _input.OffsetOf(near));
        ref float farRow = ref Unsafe.Add(ref _input.Origin, _input.OffsetOf(_nearest ? near : far));
        ref float target = ref Unsafe.Add(ref Output.Origin, Output.OffsetOf(y));
        nint length = _input.PixelLength;
        for (nint c = 0; c < length; c += Lanes)
        {
            var here = Blend(ref nearRow, ref farRow, c);
            var left = here;
            for (nint x = 0; x <= last; x++)
            {
                var right = x == last ? here : Blend(ref nearRow, ref farRow, ((x + 1) * length) + c);
                var share = here * mostly;
                var one = Vector512.FusedMultiplyAdd(left, partly, share);
                var two = Vector512.FusedMultiplyAdd(right, partly, share);
                nuint at = (nuint)((2 * x * length) + c), next = at + (nuint)length;
                one.StoreUnsafe(ref target, at);
                two.StoreUnsafe(ref target, next);
                (left, here) = (here, right);
            }
        }

        Vector512<float> Blend(ref float nearRow, ref float farRow, nint at)
            => Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref farRow, (nuint)at), partly, Vector512.LoadUnsafe(ref nearRow, (nuint)at) * mostly);
    }
}
