namespace CellSeg.Models.Compute;

/// <summary>The number type that convolutions compute in. Weights, losses and outputs are float32 in any case.</summary>
public enum ComputePrecision
{
    /// <summary>float32, so that results are the same on each processor but for rounding (docs/results/processors.md).</summary>
    Auto,

    /// <summary>32-bit floats.</summary>
    Float32,

    /// <summary>
    /// 16-bit floats with the range of 32-bit ones and 8 bits of precision. On processors that multiply them in hardware
    /// training takes about half the time; on others they are slower than float32. Where a convolution is wrong in this
    /// type, float32 is used instead, with a warning.
    /// </summary>
    BFloat16,
}
