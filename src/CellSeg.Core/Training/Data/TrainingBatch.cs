using CellSeg.Models.Specifications;

namespace CellSeg.Training.Data;

/// <summary>The numbers of one training step. The frames of a clip follow each other.</summary>
/// <param name="Names">The frames that the crops come from.</param>
/// <param name="Images">Frames x channels x size x size.</param>
/// <param name="Labels">Frames x size x size: the true cells.</param>
/// <param name="Targets">Frames x channels x size x size for each map that the network predicts, with one channel for the foreground (0 or 1).</param>
internal sealed record TrainingBatch(string[] Names, float[] Images, int[] Labels, IReadOnlyDictionary<PredictedMap, float[]> Targets);
