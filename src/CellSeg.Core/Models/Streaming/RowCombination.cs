using CellSeg.Models.Streaming.Flow;

namespace CellSeg.Models.Streaming;

/// <summary>Makes a pixel of those at its place in other maps.</summary>
/// <param name="first">All channels of the first map.</param>
/// <param name="second">Those of the second.</param>
/// <param name="third">Those of the third; empty without one.</param>
/// <param name="fourth">Those of the fourth; empty without one.</param>
/// <param name="result">Receives the pixel.</param>
internal delegate void PixelFunction(
    ReadOnlySpan<float> first, ReadOnlySpan<float> second, ReadOnlySpan<float> third, ReadOnlySpan<float> fourth, Span<float> result);

/// <summary>A map each pixel of which comes from the pixels at its place in one to four others of the same size.</summary>
internal sealed class RowCombination : RowLayer
{
    private readonly RowMap[] _inputs;
    private readonly PixelFunction _function;

    /// <param name="channels">Channels of the output.</param>
    /// <param name="function">Makes a pixel.</param>
    /// <param name="inputs">What it is made of.</param>
    public RowCombination(int channels, PixelFunction function, params RowMap[] inputs) : base(new RowMap(channels))
    {
        (_function, _inputs) = (function, inputs);
        foreach (var input in inputs)
            input.AddConsumer(this);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<RowMap> Inputs => _inputs;

    /// <inheritdoc/>
    public override void Begin() => Output.Begin(_inputs[0].Height, _inputs[0].Width);

    /// <inheritdoc/>
    public override int FindFirstNeeded(RowMap input) => Output.End;

    /// <inheritdoc/>
    public override void ComputeItems(int first, int end)
    {
        for (int item = first; item < end; item++)
        {
            int y = FirstRow + item;
            var target = Output.RowOf(y);
            for (int x = 0; x < Output.Width; x++)
            {
                _function(
                    PixelOf(0, y, x), PixelOf(1, y, x), PixelOf(2, y, x), PixelOf(3, y, x), target.Slice(x * Output.PixelLength, Output.Channels));
            }
        }
    }

    /// <inheritdoc/>
    protected override int CountPossible() => _inputs.Min(input => input.End);

    private ReadOnlySpan<float> PixelOf(int input, int y, int x)
    {
        if (input >= _inputs.Length)
            return [];
        var map = _inputs[input];
        return map.RowOf(y).Slice(x * map.PixelLength, map.Channels);
    }
}
