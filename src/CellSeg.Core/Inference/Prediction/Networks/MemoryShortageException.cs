namespace CellSeg.Inference.Prediction.Networks;

/// <summary>There is too little memory for what a network computes at once. With less at once there may be enough.</summary>
/// <param name="target">The image.</param>
/// <param name="reason">What did not fit.</param>
/// <param name="remedy">What to do about it.</param>
/// <param name="innerException">Where it was found.</param>
internal sealed class MemoryShortageException(string target, string reason, string remedy, Exception innerException)
    : CellSegException(target, reason, remedy, innerException);
