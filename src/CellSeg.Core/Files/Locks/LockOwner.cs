using System.Diagnostics;
using System.Text.Json.Serialization;

namespace CellSeg.Files.Locks;

/// <summary>Who holds a <see cref="LockFile"/>: what its file says.</summary>
public sealed record LockOwner
{
    // A process of the same number is another one where it started at another time; clocks are read with some error.
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(10);

    /// <summary>The name of the machine.</summary>
    public required string Machine { get; init; }

    /// <summary>The number of the process there.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When that process started, UTC: numbers of processes are used again.</summary>
    public required DateTime ProcessStart { get; init; }

    /// <summary>The user whose process it is.</summary>
    public required string User { get; init; }

    /// <summary>When the lock was taken, UTC.</summary>
    public required DateTime Since { get; init; }

    /// <summary>What the owner shares its folder with: others of the same group. Null where it wants the folder for itself.</summary>
    public string? Group { get; init; }

    /// <summary>Whether it is a process of this machine.</summary>
    [JsonIgnore]
    public bool IsHere => string.Equals(Machine, Environment.MachineName, StringComparison.OrdinalIgnoreCase);

    /// <summary>This process, from now on.</summary>
    /// <param name="group">What it shares its folder with; null for nothing.</param>
    public static LockOwner Create(string? group = null)
    {
        using var process = Process.GetCurrentProcess();
        return new LockOwner
        {
            Machine = Environment.MachineName,
            ProcessId = process.Id,
            ProcessStart = process.StartTime.ToUniversalTime(),
            User = Environment.UserName,
            Since = DateTime.UtcNow,
            Group = group,
        };
    }

    /// <summary>Whether the process still runs; it is one of this machine.</summary>
    public bool IsAlive()
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return !IsEnded(ProcessId) && (process.StartTime.ToUniversalTime() - ProcessStart).Duration() < StartTolerance;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It is there, but another user's, who does not let us look closer.
            return true;
        }
    }

    /// <summary>The owner and the age of the lock, for messages.</summary>
    public override string ToString()
        => FormattableString.Invariant(
            $"process {ProcessId} of {User} on {Machine}, since {Since:yyyy-MM-dd HH:mm:ss} UTC ({Describe(DateTime.UtcNow - Since)} ago)");

    private static string Describe(TimeSpan age)
        => age.TotalMinutes < 2 ? FormattableString.Invariant($"{age.TotalSeconds:F0} s")
            : age.TotalHours < 2 ? FormattableString.Invariant($"{age.TotalMinutes:F0} min")
            : age.TotalDays < 2 ? FormattableString.Invariant($"{age.TotalHours:F0} h")
            : FormattableString.Invariant($"{age.TotalDays:F0} days");

    /// <summary>Whether a process of Linux has ended and only waits for its parent to ask how.</summary>
    private static bool IsEnded(int processId)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            // "number (name) state …", where the name may have brackets of its own.
            string text = File.ReadAllText($"/proc/{processId}/stat");
            return text[(text.LastIndexOf(')') + 1)..].TrimStart() is ['Z' or 'X', ..];
        }
        catch (IOException)
        {
            return true;
        }
    }
}
