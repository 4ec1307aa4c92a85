using System.Runtime.InteropServices;

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
        if (IsSet(WaitPolicy) || IsSet(Wait.Variable))
            return;
        if (OperatingSystem.IsWindows())
            Environment.SetEnvironmentVariable(Wait.Variable, Wait.Value);
        else if (OperatingSystem.IsLinux())
            // There .NET keeps variables of its own, which native code does not see.
            _ = SetVariable(Wait.Variable, Wait.Value, overwrite: 0);
    }

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

#pragma warning disable SYSLIB1054 // The generated form needs unsafe code, which two strings do not justify.
    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(string name, string value, int overwrite);
#pragma warning restore SYSLIB1054
}
