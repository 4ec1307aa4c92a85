namespace CellSeg.Models.Streaming.Kernels;

/// <summary>Neighbouring pixels of a row, and some of their channels, that a kernel computes at once.</summary>
internal ref struct PixelBlock
{
    /// <summary>The input map, moved on by as much as the first pixel's square lies behind that of its row.</summary>
    public ref float Source;

    /// <summary>From there to the first number of each row of the square.</summary>
    public ReadOnlySpan<nint> Rows;

    /// <summary>From the square of one pixel to that of the next.</summary>
    public nint PixelStep;

    /// <summary>From one column of the input to the next.</summary>
    public nint TapStep;

    /// <summary>Rows and columns of the square.</summary>
    public int Kernel;

    /// <summary>Channels of the input.</summary>
    public nint Channels;

    /// <summary>The weights: for each row, column and channel of the square as many as there are channels in the block.</summary>
    public ref float Weights;

    /// <summary>One number a channel of the block.</summary>
    public ref float Bias;

    /// <summary>The first pixel of the output.</summary>
    public ref float Target;

    /// <summary>From one pixel of the output to the next.</summary>
    public nint TargetStep;

    /// <summary>What is added to the sums, laid out as the output.</summary>
    public ref float Addend;

    /// <summary>Whether something is.</summary>
    public bool HasAddend;

    /// <summary>Between which bounds the sums are kept.</summary>
    public Rectifier Rectifier;
}
