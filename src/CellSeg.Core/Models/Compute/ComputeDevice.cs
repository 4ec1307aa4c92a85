namespace CellSeg.Models.Compute;

/// <summary>Where tensors are computed.</summary>
public enum ComputeDevice
{
    /// <summary>The processor, on which results repeat to the bit; a graphics card has to be asked for.</summary>
    Auto,

    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>The first NVIDIA graphics card.</summary>
    Cuda,
}
