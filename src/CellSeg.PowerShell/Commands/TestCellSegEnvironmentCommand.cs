using System.Management.Automation;
using CellSeg.Diagnostics;
using CellSeg.PowerShell.Abstractions;

namespace CellSeg.PowerShell.Commands;

/// <summary>Says what is installed and what is missing, with the remedy: one record a check.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CellSegEnvironment")]
[OutputType(typeof(EnvironmentCheck))]
public sealed class TestCellSegEnvironmentCommand : CellSegCmdlet
{
    /// <summary>Runs the checks.</summary>
    protected override void EndProcessing() => WriteObject(EnvironmentChecks.Run(), enumerateCollection: true);
}
