using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace CellSeg.EngineHost;

/// <summary>
/// Runs one script in a PowerShell engine, for the tests under Wine, where pwsh itself does not start without a terminal. Knows no
/// more of PowerShell's command line than <c>SCRIPT.ps1 -Name VALUE ...</c>
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        // The engine reads this before it does anything else.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        if (args.Length == 0)
        {
            Console.Error.WriteLine("Usage: CellSeg.EngineHost SCRIPT.ps1 [-NAME VALUE] ...");
            return 64;
        }
        var state = InitialSessionState.CreateDefault2();
        // Only Windows has a policy, and its default would refuse the script that was named on the command line.
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        var host = new ScriptHost();
        using var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.Streams.Error.DataAdded += (_, added) => Console.Error.WriteLine(shell.Streams.Error[added.Index]);

        shell.AddCommand(Path.GetFullPath(args[0]));
        // A name without a value is bound by the engine to the argument behind it; that is why the dash stays on it.
        foreach (string argument in args.Skip(1))
        {
            bool isName = argument.StartsWith('-');
            shell.Commands.Commands[0].Parameters.Add(isName ? new CommandParameter(argument) : new CommandParameter(null, argument));
        }
        shell.AddCommand("Out-Default");
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException e)
        {
            Console.Error.WriteLine(e.ErrorRecord);
            return 1;
        }
        // A script that is run as a command keeps its exit code to itself, in this variable.
        return host.ExitCode ?? (runspace.SessionStateProxy.GetVariable("LASTEXITCODE") as int? ?? 0);
    }
}
