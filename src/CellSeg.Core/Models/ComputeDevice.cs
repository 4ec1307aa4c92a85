namespace CellSeg.Models;

/// <summary>Where tensors are computed.</summary>
public enum ComputeDevice
{
    /// <summary>A graphics card where there is one that libtorch can use, else the processor.</summary>
    Auto,

    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>The first NVIDIA graphics card.</summary>
    Cuda,
}
