using CellSeg.Schemas;

namespace CellSeg.Training.Data;

/// <summary>The numbers of one training step. The frames of a clip follow each other.</summary>
/// <param name="CropSize">Height and width of each frame.</param>
/// <param name="Names">The frames that the crops come from.</param>
/// <param name="Images">Frames x channels x size x size.</param>
/// <param name="Labels">Frames x size x size: the true cells.</param>
/// <param name="Targets">Frames x target channels x size x size for each map that the network predicts.</param>
internal sealed record TrainingBatch(int CropSize, string[] Names, float[] Images, int[] Labels, IReadOnlyDictionary<OutputMap, float[]> Targets);
