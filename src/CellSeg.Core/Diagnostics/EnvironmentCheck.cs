namespace CellSeg.Diagnostics;

/// <summary>One thing looked at on this machine.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Status">What was found.</param>
/// <param name="Detail">Version, size or reason.</param>
/// <param name="Remedy">What to do; null when nothing is.</param>
public sealed record EnvironmentCheck(string Name, EnvironmentStatus Status, string Detail, string? Remedy = null);
