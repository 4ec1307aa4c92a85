namespace CellSeg.Inference.Batches.Records;

/// <summary>The record of a batch cannot be written, so that the batch cannot go on.</summary>
/// <param name="path">The file of the record.</param>
/// <param name="innerException">What told.</param>
public sealed class BatchRecordException(string path, Exception innerException) : CellSegException(
    path,
    $"the record of the batch cannot be written ({innerException.Message.TrimEnd('.')})",
    "Check that the folder can be written to and that the disk is not full, and go on with -Resume",
    innerException);
