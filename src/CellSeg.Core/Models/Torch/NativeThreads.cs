namespace CellSeg.Models.Torch;

/// <summary>
/// Lets the worker threads of OpenMP sleep soon after their work. By default they stay awake and wait for more, on
/// Linux for 300,000 rounds; where a processor is shared with others, as virtual machines do, they keep it from the very
/// threads they wait for: on such a machine two threads were seen to train four times as slowly as one. A short wait
/// costs nothing elsewhere.
/// </summary>
internal static class NativeThreads
{
    private const string WaitPolicy = "OMP_WAIT_POLICY";

    // GNU's and Intel's library: rounds of a loop, and milliseconds.
    private static readonly (string Variable, string Value) Wait = OperatingSystem.IsWindows() ? ("KMP_BLOCKTIME", "1") : ("GOMP_SPINCOUNT", "10000");

    /// <summary>Sets a short wait, before the library is loaded that reads it. Does nothing where the user has chosen one.</summary>
    public static void LimitSpinning()
    {
        if (!NativeEnvironment.IsSet(WaitPolicy) && (OperatingSystem.IsWindows() || OperatingSystem.IsLinux()))
            NativeEnvironment.SetDefault(Wait.Variable, Wait.Value);
    }
}
