namespace CellSeg.Decoding.Steps;

/// <summary>In which map of a deep watershed network the peaks lie that become markers.</summary>
public enum MarkerSource
{
    /// <summary>The inner distance, as in 2020.</summary>
    InnerDistance,

    /// <summary>
    /// The inner times the outer distance, pixel by pixel: both are low where cells touch, and a dip that one of them has
    /// missed is there in the product.
    /// </summary>
    Product,
}
