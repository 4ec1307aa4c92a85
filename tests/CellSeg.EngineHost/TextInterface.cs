using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace CellSeg.EngineHost;

/// <summary>Output goes to standard output, all about the run to standard error; progress goes nowhere.</summary>
internal sealed class TextInterface : PSHostUserInterface
{
    // Without a screen the engine lays tables out for the width that it assumes by itself.
    public override PSHostRawUserInterface? RawUI => null;

    public override void Write(string value) => Console.Out.Write(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Console.Out.Write(value);

    public override void WriteLine(string value) => Console.Out.WriteLine(value);

    public override void WriteErrorLine(string value) => Console.Error.WriteLine(value);

    public override void WriteWarningLine(string message) => Console.Error.WriteLine("WARNING: " + message);

    public override void WriteVerboseLine(string message) => Console.Error.WriteLine("VERBOSE: " + message);

    public override void WriteDebugLine(string message) => Console.Error.WriteLine("DEBUG: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override string ReadLine() => throw NoDialogue();

    public override SecureString ReadLineAsSecureString() => throw NoDialogue();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
        => throw NoDialogue();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
        => throw NoDialogue();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
        => throw NoDialogue();

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        => throw NoDialogue();

    private static PSInvalidOperationException NoDialogue() => new("There is nobody to ask: give all parameters.");
}
