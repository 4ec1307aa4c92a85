using System.Numerics.Tensors;
using CellSeg.Imaging.Morphology;

namespace CellSeg.Datasets.Simulation.Optics;

/// <summary>Lights a specimen and makes an image of it: sharp in focus, and a halo of what is not.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Blur">Standard deviation of the blur in focus, in pixels.</param>
/// <param name="Thickness">Radius of the nuclei in pixels, which are about as thick as they are wide.</param>
/// <param name="Illumination">The light.</param>
internal sealed record Microscope(int Height, int Width, double Blur, double Thickness, Illumination Illumination)
{
    // Standard deviations of the near and the far half of what is out of focus, beside the thickness.
    private const double NearHalo = 0.35, FarHalo = 1.5;

    /// <summary>The light that reaches the camera, row-major.</summary>
    /// <param name="specimen">The light that the specimen would send at full light; it is used up.</param>
    public float[] Image(LightField specimen)
    {
        float[] sharp = specimen.InFocus, halo = specimen.OutOfFocus;
        TensorPrimitives.Multiply(sharp, Illumination.Light, sharp);
        GaussianFilter.Apply(sharp, Height, Width, Blur, sharp);
        if (halo.AsSpan().ContainsAnyExcept(0f))
        {
            TensorPrimitives.Multiply(halo, Illumination.Light, halo);
            TensorPrimitives.Multiply(halo, 0.5f, halo);
            double near = NearHalo * Thickness;
            TensorPrimitives.Add(sharp, WideBlur.Apply(halo, Height, Width, Math.Sqrt((Blur * Blur) + (near * near))), sharp);
            TensorPrimitives.Add(sharp, WideBlur.Apply(halo, Height, Width, FarHalo * Thickness), sharp);
        }
        TensorPrimitives.Add(sharp, Illumination.Ground, sharp);
        return sharp;
    }
}
