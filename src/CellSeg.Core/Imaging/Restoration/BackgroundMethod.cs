namespace CellSeg.Imaging.Restoration;

/// <summary>How the background of an image is found.</summary>
public enum BackgroundMethod
{
    /// <summary>Nothing is background.</summary>
    None,

    /// <summary>What a ball touches that rolls below the image, see <see cref="RollingBall"/>.</summary>
    RollingBall,

    /// <summary>The grey opening by a flat disc or square: of each bright spot that the shape does not fit into only its foot is left.</summary>
    Morphological,

    /// <summary>The mean of the surroundings, weighted by a large Gaussian.</summary>
    LargeKernel,
}
