using CellSeg.Models;

namespace CellSeg.Training.Data;

/// <summary>The numbers of one training step.</summary>
/// <param name="Names">The frames that the crops come from.</param>
/// <param name="Images">Crops x channels x size x size.</param>
/// <param name="Targets">Crops x 1 x size x size for each map that the network predicts; foreground is 0 or 1.</param>
internal sealed record TrainingBatch(string[] Names, float[] Images, IReadOnlyDictionary<PredictedMap, float[]> Targets);
