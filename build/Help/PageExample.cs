namespace CellSeg.Build.Help;

/// <summary>An example of a page.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Code">Its lines of PowerShell.</param>
/// <param name="Remarks">What is said of it, as paragraphs of Markdown.</param>
public sealed record PageExample(string Title, string Code, IReadOnlyList<string> Remarks);
