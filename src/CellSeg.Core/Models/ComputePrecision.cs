namespace CellSeg.Models;

/// <summary>The number type that convolutions compute in. Weights, losses and outputs are float32 in any case.</summary>
public enum ComputePrecision
{
    /// <summary>bfloat16 where the processor multiplies it in hardware, else float32.</summary>
    Auto,

    /// <summary>32-bit floats.</summary>
    Float32,

    /// <summary>16-bit floats with the range of 32-bit ones and 8 bits of precision.</summary>
    BFloat16,
}
