namespace CellSeg;

/// <summary>
/// A problem with what the user gave: a file, a folder, a value. The message names the thing, the reason and the
/// remedy, in this order; nothing else in the batch is affected by it.
/// </summary>
public class CellSegException : Exception
{
    /// <summary>Makes the exception from its three parts.</summary>
    /// <param name="target">What is wrong: a path, a name, a parameter.</param>
    /// <param name="reason">Why it cannot be used, without a full stop.</param>
    /// <param name="remedy">What the user can do about it, without a full stop.</param>
    /// <param name="innerException">The exception that told, if one did.</param>
    public CellSegException(string target, string reason, string remedy, Exception? innerException = null)
        : base($"{target}: {reason}. {remedy}.", innerException)
    {
        Target = target;
        Reason = reason;
        Remedy = remedy;
        IsMissing = innerException is FileNotFoundException or DirectoryNotFoundException;
    }

    /// <summary>What is wrong: a path, a name, a parameter.</summary>
    public string Target { get; }

    /// <summary>Why it cannot be used.</summary>
    public string Reason { get; }

    /// <summary>What the user can do about it.</summary>
    public string Remedy { get; }

    /// <summary>Whether the target is a file or folder that is not there. Default: whether the inner exception says so.</summary>
    public bool IsMissing { get; init; }
}
