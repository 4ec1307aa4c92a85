namespace CellSeg.Host;

/// <summary>The exit codes of the host, where the script does not choose its own.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int BadUsage = 64;
    /// <summary>What a shell reports for a program that Ctrl+C has ended.</summary>
    public const int Interrupted = 130;
    /// <summary>The same for a program that was asked to end.</summary>
    public const int Terminated = 143;
}
