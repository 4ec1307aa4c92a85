using System.Management.Automation;

namespace CellSeg.PowerShell.Commands.Studies;

/// <summary>PowerShell as a process of its own that has this very module.</summary>
internal static class ModuleProcess
{
    /// <summary>The program and the arguments that run a line of PowerShell with the module; its exit code is 1 where the last command failed.</summary>
    /// <param name="cmdlet">Of this session.</param>
    /// <param name="line">The line; <see cref="Quote"/> has names in it.</param>
    public static IReadOnlyList<string> GetCommand(PSCmdlet cmdlet, string line)
    {
        // bin/CellSeg.PowerShell.dll stands below the manifest.
        string bin = Path.GetDirectoryName(typeof(ModuleProcess).Assembly.Location)!;
        string manifest = Path.Combine(Path.GetDirectoryName(bin)!, "CellSeg.psd1");
        // Logs are no terminals.
        string script = $"$PSStyle.OutputRendering = 'PlainText'; Import-Module {Quote(manifest)}; {line}";
        return [.. GetProgram(cmdlet), "-NoProfile", "-NonInteractive", "-Command", script];
    }

    /// <summary>A text as PowerShell takes it literally.</summary>
    public static string Quote(string text) => $"'{System.Management.Automation.Language.CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    private static string[] GetProgram(PSCmdlet cmdlet)
    {
        string home = $"{cmdlet.SessionState.PSVariable.GetValue("PSHOME")}";
        string? present = Environment.ProcessPath;
        string name = Path.GetFileNameWithoutExtension(present) ?? "";
        // The tool of .NET is run by its assembly.
        if (name == "dotnet" && File.Exists(Path.Combine(home, "pwsh.dll")))
            return [present!, Path.Combine(home, "pwsh.dll")];
        if (name == "pwsh")
            return [present!];
        string beside = Path.Combine(home, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
        return [File.Exists(beside) ? beside : "pwsh"];
    }
}
