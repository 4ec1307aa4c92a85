namespace CellSeg.Models.Streaming.Flow;

/// <summary>A layer each number of which comes from a square of one input: a convolution or a maximum.</summary>
/// <param name="input">What it reads.</param>
/// <param name="output">The map that it computes.</param>
/// <param name="kernel">Rows and columns of the square.</param>
/// <param name="stride">Rows and columns of the input for one of the output.</param>
/// <param name="padBefore">Rows of the first square that lie above the map, and as many columns on its left.</param>
/// <param name="padAfter">Rows of the last square that lie below the map, and as many columns on its right.</param>
internal abstract class WindowLayer(RowMap input, RowMap output, int kernel, int stride, int padBefore, int padAfter) : RowLayer(output)
{
    /// <summary>What it reads.</summary>
    protected RowMap Input { get; } = input;

    /// <summary>Rows and columns of the square.</summary>
    protected int Kernel { get; } = kernel;

    /// <summary>Rows and columns of the input for one of the output.</summary>
    protected int Stride { get; } = stride;

    /// <inheritdoc/>
    protected override IReadOnlyList<RowMap> Inputs { get; } = [input];

    /// <inheritdoc/>
    public override void Begin() => Output.Begin(Shrink(Input.Height), Shrink(Input.Width));

    /// <inheritdoc/>
    public override int FindFirstNeeded(RowMap input) => FirstOf(Output.End);

    /// <inheritdoc/>
    protected override int CountPossible()
    {
        int firstOfLast = Input.End + padBefore - Kernel;
        return Input.End == Input.Height ? Output.Height : firstOfLast < 0 ? 0 : (firstOfLast / Stride) + 1;
    }

    /// <summary>The first row, or column, of the input that belongs to one of the output; may be negative.</summary>
    protected int FirstOf(int output) => (output * Stride) - padBefore;

    /// <summary>The places of a square's rows of the input.</summary>
    /// <param name="row">The row of the output.</param>
    /// <param name="offsets">Receives them; those of the first column of the row.</param>
    protected void FindRows(int row, Span<nint> offsets)
    {
        nint left = -(nint)padBefore * Input.PixelLength;
        for (int i = 0; i < Kernel; i++)
            offsets[i] = Input.OffsetOf(FirstOf(row) + i) + left;
    }

    private int Shrink(int size) => ((size + padBefore + padAfter - Kernel) / Stride) + 1;
}
