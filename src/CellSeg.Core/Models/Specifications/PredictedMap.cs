namespace CellSeg.Models.Specifications;

/// <summary>A map that a network predicts, one value (or class) a pixel.</summary>
public enum PredictedMap
{
    /// <summary>Closeness to the cell's centre, (0, 1] inside cells, 0 outside (docs/method.md, 4.4).</summary>
    InnerDistance,

    /// <summary>Distance to the cell's edge over the cell's largest such distance, (0, 1] inside cells, 0 outside (docs/method.md, 4.3).</summary>
    OuterDistance,

    /// <summary>Probabilities of background and foreground.</summary>
    Foreground,

    /// <summary>Probabilities of the classes edge, interior and background, or of four classes (docs/method.md, 4.1).</summary>
    PixelClasses,

    /// <summary>Probabilities of the steps of the outer distance, the background's first (docs/method.md, 4.3).</summary>
    DistanceBins,
}
