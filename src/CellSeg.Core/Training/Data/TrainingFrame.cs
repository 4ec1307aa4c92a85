using CellSeg.Imaging;
using CellSeg.Schemas;

namespace CellSeg.Training.Data;

/// <summary>A frame to learn from.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Image">The normalised image.</param>
/// <param name="Labels">Its truth, of the same size.</param>
/// <param name="Targets">
/// Target channels x height x width for each map that the network predicts, where crops cut them out of the whole frame's;
/// else null.
/// </param>
internal sealed record TrainingFrame(string Name, CellImage Image, LabelImage Labels, IReadOnlyDictionary<OutputMap, float[]>? Targets = null)
{
    private double? _diameter;

    /// <summary>The diameter of a circle with the median area of the frame's cells, in pixels; NaN without cells.</summary>
    public double MedianDiameter => _diameter ??= CellDiameters.FindMedian(Labels);

    public long Bytes => 4L * (Image.Pixels.Length + Labels.Pixels.Length + (Targets?.Values.Sum(target => (long)target.Length) ?? 0));
}
