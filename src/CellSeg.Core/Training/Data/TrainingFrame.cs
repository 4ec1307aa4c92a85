using CellSeg.Imaging;
using CellSeg.Models.Specifications;

namespace CellSeg.Training.Data;

/// <summary>A frame to learn from.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Image">Normalised.</param>
/// <param name="Labels">Its truth, of the same size.</param>
/// <param name="Targets">Channels x height x width for each map that the network predicts, where crops cut them out of the whole frame's; else null.</param>
internal sealed record TrainingFrame(string Name, CellImage Image, LabelImage Labels, IReadOnlyDictionary<PredictedMap, float[]>? Targets = null)
{
    public long Bytes => 4L * (Image.Pixels.Length + Labels.Pixels.Length + (Targets?.Values.Sum(target => (long)target.Length) ?? 0));
}
