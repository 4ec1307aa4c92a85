using System.Numerics.Tensors;
using CellSeg.Models.Streaming.Flow;

namespace CellSeg.Models.Streaming;

/// <summary>The maximum of each channel over a square. Outside the map is 0: it comes behind a rectifier.</summary>
internal sealed class RowMaximum : WindowLayer
{
    /// <param name="input">What it reads; nowhere negative.</param>
    /// <param name="kernel">Rows and columns of the square.</param>
    /// <param name="stride">Rows and columns of the input for one of the output.</param>
    /// <param name="pad">Rows and columns outside of the map, on each side.</param>
    public RowMaximum(RowMap input, int kernel, int stride, int pad)
        : base(input, new RowMap(input.Channels), kernel, stride, pad, pad)
        => input.AddConsumer(this, pad, pad);

    /// <inheritdoc/>
    public override void ComputeItems(int first, int end)
    {
        int length = Output.PixelLength;
        for (int item = first; item < end; item++)
        {
            int y = FirstRow + item;
            var target = Output.RowOf(y);
            target.Clear();
            for (int row = 0; row < Kernel; row++)
            {
                int from = FirstOf(y) + row;
                if (from < 0 || from >= Input.Height)
                    continue;
                var source = Input.RowOf(from);
                for (int x = 0; x < Output.Width; x++)
                {
                    var pixel = target.Slice(x * length, length);
                    for (int column = Math.Max(0, FirstOf(x)); column < Math.Min(Input.Width, FirstOf(x) + Kernel); column++)
                        TensorPrimitives.Max(pixel, source.Slice(column * length, length), pixel);
                }
            }
        }
    }
}
