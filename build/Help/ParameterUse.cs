namespace CellSeg.Build.Help;

/// <summary>What a parameter is in one parameter set.</summary>
/// <param name="Set">The name of the set.</param>
/// <param name="IsMandatory">Whether it has to be given.</param>
/// <param name="Position">Where it stands without its name, from 0; null where it is always named.</param>
/// <param name="ByValue">Whether it takes objects from the pipe.</param>
/// <param name="ByPropertyName">Whether it takes what objects from the pipe have as a property of its name.</param>
public sealed record ParameterUse(string Set, bool IsMandatory = false, int? Position = null, bool ByValue = false, bool ByPropertyName = false);
