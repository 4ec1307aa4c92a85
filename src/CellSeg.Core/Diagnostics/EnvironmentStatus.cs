namespace CellSeg.Diagnostics;

/// <summary>What a check of the machine found.</summary>
public enum EnvironmentStatus
{
    /// <summary>It is there and works.</summary>
    Ok,

    /// <summary>It is needed and is not there.</summary>
    Missing,

    /// <summary>It is there and gives wrong results.</summary>
    Wrong,

    /// <summary>Good to know; nothing depends on it but speed.</summary>
    Info,
}
