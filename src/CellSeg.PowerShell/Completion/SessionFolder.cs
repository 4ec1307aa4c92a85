using System.Management.Automation;

namespace CellSeg.PowerShell.Completion;

/// <summary>The session's folder, which need not be the process's, where there is no command to ask.</summary>
internal static class SessionFolder
{
    /// <summary>The full name of a path in the session.</summary>
    public static string GetFull(string path)
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        return Path.GetFullPath(path, shell.AddCommand("Get-Location").AddParameter("PSProvider", "FileSystem").Invoke<PathInfo>()[0].ProviderPath);
    }
}
