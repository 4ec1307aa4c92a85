namespace CellSeg.Build;

/// <summary>Which libtorch a module carries.</summary>
public enum TorchBackend
{
    /// <summary>The one that computes on the processor.</summary>
    Cpu,

    /// <summary>The one that computes on graphics cards of NVIDIA too, several gigabytes larger.</summary>
    Cuda,
}
