namespace CellSeg.Files.Locks;

/// <summary>A folder is at work for another process.</summary>
/// <param name="folder">The folder.</param>
/// <param name="owner">Who works on it; null where that cannot be read.</param>
/// <param name="remedy">What the user can do about it, without a full stop.</param>
public sealed class FolderBusyException(string folder, LockOwner? owner, string remedy)
    : CellSegException(folder, $"another batch is at work in this folder: {owner?.ToString() ?? "who, cannot be read"}", remedy)
{
    /// <summary>Who works on it; null where that cannot be read.</summary>
    public LockOwner? Owner { get; } = owner;
}
