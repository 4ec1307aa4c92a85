using System.Runtime.InteropServices;

namespace CellSeg.Models.Torch;

/// <summary>Environment variables that native libraries read when they are loaded.</summary>
internal static class NativeEnvironment
{
    /// <summary>Whether the user has set a variable.</summary>
    /// <param name="variable">Its name.</param>
    public static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    /// <summary>Sets a variable where the user has not.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="value">Its value.</param>
    public static void SetDefault(string variable, string value)
    {
        if (IsSet(variable))
            return;
        if (OperatingSystem.IsWindows())
            Environment.SetEnvironmentVariable(variable, value);
        else
            // There .NET keeps variables of its own, which native code does not see.
            _ = SetVariable(variable, value, overwrite: 0);
    }

#pragma warning disable SYSLIB1054 // The generated form needs unsafe code, which two strings do not justify.
    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(string name, string value, int overwrite);
#pragma warning restore SYSLIB1054
}
