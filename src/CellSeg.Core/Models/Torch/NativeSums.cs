namespace CellSeg.Models.Torch;

/// <summary>
/// Lets MKL, which multiplies matrices for libtorch, add in an order that does not depend on where numbers lie in memory. By default it
/// does, so that the same training gave other weights each time with one thread and small crops. No step was seen to take longer.
/// </summary>
internal static class NativeSums
{
    /// <summary>Asks for one order, before the library is loaded. Does nothing where the user has chosen (MKL_CBWR).</summary>
    public static void MakeRepeatable() => NativeEnvironment.SetDefault("MKL_CBWR", "AUTO,STRICT");
}
