using System.Management.Automation.Runspaces;

namespace CellSeg.Host;

/// <summary>What the command line asks for.</summary>
internal sealed class HostArguments
{
    public const string Usage = """
        Usage: cellseg SCRIPT.ps1 [ARGUMENTS]
               cellseg -Command "COMMANDS"

        Runs a script, or the commands given, in a PowerShell engine that finds the module CellSeg by its name.
        The arguments of a script are given as in PowerShell: -Name VALUE, -Name:VALUE, -Switch, or by position.
        """;

    private HostArguments()
    {
    }

    public bool ShowHelp { get; private init; }

    /// <summary>The full path of the script; null when commands are run.</summary>
    public string? ScriptPath { get; private init; }

    /// <summary>The text of the commands; null when a script is run.</summary>
    public string? CommandText { get; private init; }

    public IReadOnlyList<CommandParameter> Parameters { get; private init; } = [];

    public static HostArguments Parse(IReadOnlyList<string> args)
    {
        int index = 0;
        // Accepted because people type them out of habit; there is no profile, no logo and nobody to ask here.
        while (index < args.Count && IsOption(args[index], "NoProfile", "NoLogo", "NonInteractive"))
            index++;
        if (index == args.Count)
            throw new ArgumentException("there is nothing to run");

        string first = args[index];
        if (first is "-?" or "/?" || IsOption(first, "Help", "-help", "h"))
            return new HostArguments { ShowHelp = true };
        if (IsOption(first, "Command", "c"))
        {
            return index + 1 < args.Count
                ? new HostArguments { CommandText = string.Join(' ', args.Skip(index + 1)) }
                : throw new ArgumentException("-Command is followed by the commands to run");
        }
        if (IsOption(first, "File", "f") && ++index == args.Count)
            throw new ArgumentException("-File is followed by the script to run");

        string script = args[index];
        if (script.StartsWith('-'))
            throw new ArgumentException($"the option {script} is not known");
        if (!script.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"{script}: a script has the extension .ps1");
        string path = Path.GetFullPath(script);
        if (!File.Exists(path))
            throw new ArgumentException($"{script}: there is no such script");
        return new HostArguments { ScriptPath = path, Parameters = [.. args.Skip(index + 1).Select(ToParameter)] };
    }

    private static bool IsOption(string argument, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (argument.StartsWith('-') && argument.AsSpan(1).Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    /// <summary>
    /// A name without a value is bound by the engine to the argument behind it, or is a switch; that is why the
    /// dash stays on the name.
    /// </summary>
    private static CommandParameter ToParameter(string argument)
    {
        if (argument.Length < 2 || argument[0] != '-' || !(char.IsLetter(argument[1]) || argument[1] == '_'))
            return new CommandParameter(null, argument);
        int colon = argument.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return new CommandParameter(argument);
        string value = argument[(colon + 1)..];
        return new CommandParameter(argument[..(colon + 1)], value.ToUpperInvariant() switch
        {
            "$TRUE" => true,
            "$FALSE" => false,
            _ => value,
        });
    }
}
