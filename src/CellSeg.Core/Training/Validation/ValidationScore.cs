namespace CellSeg.Training.Validation;

/// <summary>How well a model does on the validation part.</summary>
/// <param name="Loss">Mean loss over unvaried crops.</param>
/// <param name="F1">Cell-level F1 over frames, or the middles of large ones, by the model's decoder; 0 when there is no cell to find or found.</param>
internal sealed record ValidationScore(double Loss, double F1);
