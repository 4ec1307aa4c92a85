using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace CellSeg.Host;

/// <summary>One PowerShell engine that runs one script or one text of commands.</summary>
internal sealed class EngineSession : IDisposable
{
    private const string SuccessVariable = "__CellSegSuccess";

    private readonly ConsoleHost host = new();
    private readonly Runspace runspace;

    public EngineSession()
    {
        ModulePath.PutFirst();
        var state = InitialSessionState.CreateDefault2();
        // Only Windows has a policy, and its default would refuse the script that was named on the command line.
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        // Opening the runspace may have put the user's own folders in front.
        ModulePath.PutFirst();
    }

    public void Dispose() => runspace.Dispose();

    /// <summary>Runs what the command line asks for, and gives the exit code of the process.</summary>
    public int Run(HostArguments arguments)
    {
        using var shell = System.Management.Automation.PowerShell.Create(runspace);
        shell.Streams.Error.DataAdded += (_, added) => WriteError(shell.Streams.Error[added.Index]);

        InterruptHandler? interrupts = null;
        try
        {
            Prepare(shell, arguments);
            shell.AddCommand("Out-Default");
            // Up to here there is nothing to clean up, and an interrupt ends the process by itself.
            interrupts = new InterruptHandler(shell);
            shell.Invoke();
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            WriteError(e.ErrorRecord);
            return interrupts?.ExitCode ?? ExitCodes.Failure;
        }
        catch (Exception e) when (e is PipelineStoppedException || interrupts?.ExitCode is not null)
        {
            // The engine has several ways to tell of a stop, by when it came; the exit code says so below.
        }
        finally
        {
            interrupts?.Dispose();
            host.Console.ClearProgress();
        }
        return interrupts?.ExitCode ?? host.ExitCode ?? (arguments.ScriptPath is null ? CodeOfLastCommand() : ExitCodes.Success);
    }

    private void Prepare(System.Management.Automation.PowerShell shell, HostArguments arguments)
    {
        if (arguments.ScriptPath is null)
        {
            // What $? says is lost when the pipeline has ended, so the text itself has to keep it.
            shell.AddScript($"{arguments.CommandText}\n$global:{SuccessVariable} = $?", useLocalScope: false);
            return;
        }
        shell.AddCommand(DefineScript(arguments.ScriptPath));
        foreach (var parameter in arguments.Parameters)
            shell.Commands.Commands[^1].Parameters.Add(parameter);
    }

    /// <summary>
    /// Makes a function of the script, which still knows its own file. When a script file is run as a command, the
    /// engine keeps its <c>exit</c> to itself; out of a function it comes to the host.
    /// </summary>
    private string DefineScript(string path)
    {
        var script = Parser.ParseFile(path, out _, out var errors);
        if (errors.Length > 0)
            throw new ParseException(errors);
        string name = Path.GetFileName(path);
        // The engine heeds them for files only, and this is about to become a function.
        ScriptRequirementCheck.Meet(name, script.ScriptRequirements, runspace);
        runspace.SessionStateProxy.InvokeProvider.Item.Set(
            ["Function:" + name], script.GetScriptBlock(), force: true, literalPath: true);
        return name;
    }

    /// <summary>Like pwsh: commands given as text end with 1 when the last of them did not succeed.</summary>
    private int CodeOfLastCommand()
        => runspace.SessionStateProxy.GetVariable(SuccessVariable) is false ? ExitCodes.Failure : ExitCodes.Success;

    private void WriteError(ErrorRecord record) => host.UI.WriteErrorLine(ErrorView.Render(record));
}
