using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace CellSeg.Host;

/// <summary>What a script says that it needs in its <c>#Requires</c> lines.</summary>
internal static class ScriptRequirementCheck
{
    private const string Edition = "Core";

    /// <summary>Checks what can be checked, and imports the modules.</summary>
    /// <param name="script">The script's name, for messages.</param>
    /// <param name="requirements">Null where the script says nothing.</param>
    /// <param name="runspace">Where the script is about to run.</param>
    /// <exception cref="ScriptRequiresException">Something is missing here.</exception>
    public static void Meet(string script, ScriptRequirements? requirements, Runspace runspace)
    {
        if (requirements is null)
            return;
        if (requirements.RequiredPSVersion is { } version && version > runspace.Version)
            throw Lacking(script, $"PowerShell {version}; this is {runspace.Version}");
        if (requirements.RequiredPSEditions.Count > 0 && !requirements.RequiredPSEditions.Contains(Edition, StringComparer.OrdinalIgnoreCase))
            throw Lacking(script, $"the PowerShell edition {string.Join(" or ", requirements.RequiredPSEditions)}; this is {Edition}");
        if (requirements.IsElevationRequired && !Environment.IsPrivilegedProcess)
            throw Lacking(script, "the rights of an administrator");
        if (requirements.RequiredAssemblies.Count > 0)
            throw Lacking(script, $"the assembly {requirements.RequiredAssemblies[0]}, for which this host does not look");
        foreach (var module in requirements.RequiredModules)
            Import(script, module, runspace);
    }

    private static void Import(string script, Microsoft.PowerShell.Commands.ModuleSpecification module, Runspace runspace)
    {
        using var shell = System.Management.Automation.PowerShell.Create(runspace);
        shell.AddCommand("Import-Module")
            .AddParameter("FullyQualifiedName", module)
            .AddParameter("ErrorAction", ActionPreference.Stop);
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException e)
        {
            // What is wrong with the module, and not that an error was to stop the import.
            throw Lacking(script, $"the module {module}: {e.ErrorRecord.Exception.Message}");
        }
    }

    private static ScriptRequiresException Lacking(string script, string what)
        => new($"{script} cannot run: by its #Requires line it needs {what}");
}
