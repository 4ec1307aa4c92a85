using System.ComponentModel;
using System.Diagnostics;

namespace CellSeg.Build;

/// <summary>Starts other programs. Their output goes straight to the terminal.</summary>
public static class Tool
{
    /// <summary>Runs a program, and fails when it fails.</summary>
    public static void Run(string program, params IEnumerable<string> arguments)
    {
        int code = TryRun(program, [.. arguments]);
        if (code != 0)
            throw new BuildException($"{program} ended with exit code {code}");
    }

    /// <summary>Runs a program and gives its exit code.</summary>
    /// <param name="program">A name on the path, or a path.</param>
    /// <param name="arguments">Its arguments, not quoted.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    /// <param name="limit">How long it may take; it is ended with all its children after that.</param>
    /// <param name="echo">Whether the command line is shown first.</param>
    public static int TryRun(
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        TimeSpan? limit = null,
        bool echo = true)
    {
        if (echo)
            Console.WriteLine($"> {Path.GetFileName(program)} {string.Join(' ', arguments.Select(Shorten))}");
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Repository.Root, UseShellExecute = false };
        // Build servers that live on would keep the output of a run open that a script or a CI waits for.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            if (!process.WaitForExit(limit ?? Timeout.InfiniteTimeSpan))
            {
                process.Kill(entireProcessTree: true);
                throw new BuildException($"{program} was ended after {limit!.Value.TotalMinutes:0} minutes");
            }
            return process.ExitCode;
        }
        catch (Win32Exception e)
        {
            throw new BuildException($"{program} cannot be started: {e.Message}");
        }
    }

    /// <summary>Runs a program without a word, and gives its standard output; null when it cannot be started or fails.</summary>
    public static string? Read(string program, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>True when a program of this name is on the path.</summary>
    public static bool Exists(string program)
    {
        string[] names = OperatingSystem.IsWindows() ? [program + ".exe", program + ".cmd"] : [program];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => names.Any(name => File.Exists(Path.Combine(folder, name))));
    }

    private static string Shorten(string argument)
    {
        string relative = argument.Replace(Repository.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
        return relative.Contains('\n', StringComparison.Ordinal) ? "…" : relative;
    }
}
