namespace CellSeg.Models.Compute;

/// <summary>What decides how a convolution is computed, and with which kernel of libtorch.</summary>
/// <param name="Inputs">Channels that go in.</param>
/// <param name="Outputs">Channels that come out.</param>
/// <param name="Kernel">Height and width of the kernel.</param>
/// <param name="Stride">Pixels from one place of the kernel to the next.</param>
/// <param name="Padding">Zeros that the convolution itself adds on each side.</param>
/// <param name="Groups">Parts of the channels that do not see each other; 1 for an ordinary convolution.</param>
internal readonly record struct ConvolutionShape(int Inputs, int Outputs, int Kernel, int Stride = 1, int Padding = 0, int Groups = 1)
{
    /// <summary>Whether each pixel is computed from itself alone, by the same matrix.</summary>
    public bool IsPointwise => Kernel == 1 && Groups == 1 && Padding == 0;

    /// <inheritdoc />
    public override string ToString()
        => $"{Inputs} -> {Outputs}, {Kernel}x{Kernel}" + (Stride > 1 ? $", stride {Stride}" : "") + (Groups > 1 ? $", {Groups} groups" : "");
}
