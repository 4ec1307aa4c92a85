namespace CellSeg.Datasets.Inspection.Findings;

/// <summary>How much a finding matters, from little to much.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing has to be done.</summary>
    Information,

    /// <summary>The data can be used, but something in them is probably not meant.</summary>
    Warning,

    /// <summary>Something cannot be used, or would make results wrong.</summary>
    Error,
}
