using System.Globalization;
using System.Management.Automation.Host;

namespace CellSeg.Host;

/// <summary>What the engine knows of the program that it runs in.</summary>
internal sealed class ConsoleHost : PSHost
{
    private readonly ConsoleInterface console = new();

    /// <summary>The code given to <c>exit</c>; null as long as no script has called it.</summary>
    public int? ExitCode { get; private set; }

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "CellSeg";

    public override PSHostUserInterface UI => console;

    /// <summary>The same interface, with what only this program calls.</summary>
    public ConsoleInterface Console => console;

    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version!;

    public override void EnterNestedPrompt()
        => throw new NotSupportedException("This host runs scripts; it has no prompt to enter.");

    public override void ExitNestedPrompt()
        => throw new NotSupportedException("This host runs scripts; it has no prompt to leave.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;
}
