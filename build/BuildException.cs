namespace CellSeg.Build;

/// <summary>A step that cannot go on; the message is for the person at the terminal.</summary>
public sealed class BuildException(string message) : Exception(message);
