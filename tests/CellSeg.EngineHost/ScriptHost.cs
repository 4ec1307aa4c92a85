using System.Globalization;
using System.Management.Automation.Host;

namespace CellSeg.EngineHost;

/// <summary>What the engine knows of the program that it runs in: it writes text, and there is nobody to ask.</summary>
internal sealed class ScriptHost : PSHost
{
    /// <summary>The code given to <c>exit</c>; null as long as no script has called it.</summary>
    public int? ExitCode { get; private set; }

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "CellSeg.EngineHost";

    public override PSHostUserInterface UI { get; } = new TextInterface();

    public override Version Version { get; } = new(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException("There is no prompt to enter.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("There is no prompt to leave.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;
}
