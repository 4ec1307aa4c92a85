using CellSeg.Imaging;

namespace CellSeg.Training.Data;

/// <summary>A frame to learn from.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Image">Normalised.</param>
/// <param name="Labels">Its truth, of the same size.</param>
internal sealed record TrainingFrame(string Name, CellImage Image, LabelImage Labels)
{
    public long Bytes => 4L * (Image.Pixels.Length + Labels.Pixels.Length);
}
