namespace CellSeg.Datasets.Simulation.Optics;

/// <summary>The light that comes from each pixel of the specimen, before any lens.</summary>
/// <param name="count">Pixels.</param>
internal sealed class LightField(int count)
{
    /// <summary>What comes from the plane in focus, row-major.</summary>
    public float[] InFocus { get; } = new float[count];

    /// <summary>What comes from above and below, row-major.</summary>
    public float[] OutOfFocus { get; } = new float[count];

    /// <summary>Adds light to a pixel.</summary>
    /// <param name="pixel">The pixel.</param>
    /// <param name="light">How much; what is below 0 counts as none.</param>
    /// <param name="outOfFocus">The share that is out of focus.</param>
    public void Add(int pixel, double light, double outOfFocus)
    {
        double bounded = Math.Max(light, 0);
        InFocus[pixel] += (float)((1 - outOfFocus) * bounded);
        OutOfFocus[pixel] += (float)(outOfFocus * bounded);
    }
}
