namespace CellSeg.Targets;

/// <summary>How what networks learn is made of label images.</summary>
/// <param name="Distances">How distances are defined.</param>
/// <param name="Pixelwise">How classes of pixels are defined.</param>
public sealed record TargetOptions(DistanceTargetOptions Distances, PixelwiseTargetOptions Pixelwise)
{
    /// <summary>The defaults of both.</summary>
    public TargetOptions() : this(new DistanceTargetOptions(), new PixelwiseTargetOptions())
    {
    }
}
