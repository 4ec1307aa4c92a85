namespace CellSeg.Inference.Batches.Records;

/// <summary>What a line of a batch record says of an image.</summary>
public enum BatchState
{
    /// <summary>It is being segmented, and its files are about to appear. Where no other line follows, the process was ended.</summary>
    Started,

    /// <summary>It was segmented, and all its files are there.</summary>
    Done,

    /// <summary>It could not be segmented; no file was written.</summary>
    Failed,
}
