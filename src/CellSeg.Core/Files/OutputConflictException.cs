namespace CellSeg.Files;

/// <summary>An input has no result because this would take the place of another file.</summary>
/// <param name="target">The input.</param>
/// <param name="reason">Whose place it would take.</param>
/// <param name="remedy">What the user can do about it.</param>
/// <param name="isDuplicate">Whether that is the result of another input of the same batch, and not a file from before.</param>
public sealed class OutputConflictException(string target, string reason, string remedy, bool isDuplicate)
    : CellSegException(target, reason, remedy)
{
    /// <summary>Whether two inputs of one batch have the same name; false when the result exists from before.</summary>
    public bool IsDuplicate { get; } = isDuplicate;
}
