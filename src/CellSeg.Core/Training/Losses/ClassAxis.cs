using static TorchSharp.torch;

namespace CellSeg.Training.Losses;

/// <summary>Where classes are in a tensor of probabilities or targets, [N, C, ...].</summary>
internal static class ClassAxis
{
    /// <summary>All axes but that of the classes, to sum over what a class has.</summary>
    public static long[] Others(Tensor tensor) => [.. Enumerable.Range(0, (int)tensor.dim()).Where(axis => axis != 1).Select(axis => (long)axis)];
}
