namespace CellSeg.Build;

/// <summary>A PowerShell to work in, with the module that has been built.</summary>
public static class Shell
{
    private static string Module => Repository.ModuleOf(Repository.OwnRuntime);

    /// <summary>Whether there is a module to work with.</summary>
    public static bool IsReady => File.Exists(Path.Combine(Module, "CellSeg.psd1"));

    /// <summary>Starts PowerShell and gives its exit code.</summary>
    /// <param name="arguments">PowerShell's arguments; none for a session at the terminal in which the module is imported.</param>
    public static int Run(IReadOnlyList<string> arguments)
    {
        // Ctrl+C goes to every program of a terminal. PowerShell stops a command by it and stays; so must this one.
        Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
        string import = $"Import-Module '{Module.Replace("'", "''", StringComparison.Ordinal)}'";
        // The output is that of a script, which others may read.
        return PowerShellTool.Find().Run(arguments.Count > 0 ? arguments : ["-NoLogo", "-NoExit", "-Command", import], echo: false);
    }
}
