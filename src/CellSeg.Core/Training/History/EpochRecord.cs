using System.Globalization;
using CsvHelper;

namespace CellSeg.Training.History;

/// <summary>One line of a training's history.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Steps">Steps of this epoch.</param>
/// <param name="Loss">Mean training loss of the epoch.</param>
/// <param name="LearningRate">At its end.</param>
/// <param name="Seconds">How long it took, validation included.</param>
/// <param name="ValidationLoss">Mean loss over unvaried crops of what is judged of the validation part; null without one.</param>
/// <param name="ValidationF1">
/// Cell-level F1 over the middles of frames of the validation part, see <see cref="TrainingOptions.ValidationSize"/>; null
/// without one.
/// </param>
[CsvRecord]
public sealed partial record EpochRecord(
    int Epoch, int Steps, double Loss, double LearningRate, double Seconds, double? ValidationLoss = null, double? ValidationF1 = null)
{
    /// <summary>The record as a sentence for people.</summary>
    public override string ToString()
    {
        string validation = ValidationLoss is null ? "" : string.Create(
            CultureInfo.InvariantCulture, $", validation loss {ValidationLoss:G4}, F1 {ValidationF1:F3}");
        return string.Create(CultureInfo.InvariantCulture, $"Epoch {Epoch}: loss {Loss:G4}{validation}, {Seconds:F1} s");
    }
}
