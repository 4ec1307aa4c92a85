namespace CellSeg.Decoding.Steps;

/// <summary>How the deep watershed finds one marker a cell in the inner distance map.</summary>
public enum MarkerMethod
{
    /// <summary>Pixels from which one must go down a certain way before one can go up to a higher one.</summary>
    ProminentPeaks,

    /// <summary>Pixels that nothing in a square exceeds; of equal ones that are closer than its radius the first.</summary>
    Peaks,

    /// <summary>The same with all equal pixels, those that touch making one marker (2020).</summary>
    AllPeaks
}
