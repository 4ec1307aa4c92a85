using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace CellSeg.Host;

/// <summary>
/// Output goes to standard output; everything about the run (warnings, errors, progress, what -Verbose says) to
/// standard error, so that a redirected output holds results and nothing else.
/// </summary>
internal sealed class ConsoleInterface : PSHostUserInterface
{
    private const string Red = "\e[31m", Yellow = "\e[33m", Grey = "\e[90m", Plain = "\e[0m";

    private readonly ConsoleRawInterface raw = new();
    private readonly ProgressLine progress = new(Console.Error, !Console.IsErrorRedirected);
    private readonly bool colourErrors = !Console.IsErrorRedirected && !NoColour;
    private readonly Lock gate = new();

    private static bool NoColour => Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };

    public override PSHostRawUserInterface RawUI => raw;

    /// <summary>Escape sequences would be noise in a file or in another program's input.</summary>
    public override bool SupportsVirtualTerminal => !Console.IsOutputRedirected && !NoColour;

    public override void Write(string value) => Output(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Output(value);

    public override void WriteLine(string value) => Output(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => Report(Red, value);

    public override void WriteWarningLine(string message) => Report(Yellow, "WARNING: " + message);

    public override void WriteVerboseLine(string message) => Report(Grey, "VERBOSE: " + message);

    public override void WriteDebugLine(string message) => Report(Grey, "DEBUG: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (gate)
            progress.Show(sourceId, record);
    }

    /// <summary>Removes the progress line, at the end of the run or before something else is written.</summary>
    public void ClearProgress()
    {
        lock (gate)
            progress.Clear();
    }

    public override string ReadLine()
        => Console.In.ReadLine() ?? throw new PSInvalidOperationException("Standard input has ended, so there is no answer to read.");

    public override SecureString ReadLineAsSecureString() => throw NoDialogue();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
        => throw new PSInvalidOperationException(
            $"A value is missing for: {string.Join(", ", descriptions.Select(field => field.Name))}. This host does not ask for parameters.");

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
        => throw NoDialogue();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
        => throw NoDialogue();

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        if (Console.IsInputRedirected)
            throw new PSInvalidOperationException($"{message} There is no terminal to ask at; use -Confirm:$false.");
        string keys = string.Join("  ", choices.Select(choice => $"[{Key(choice)}] {choice.Label.Replace("&", "", StringComparison.Ordinal)}"));
        while (true)
        {
            Report(null, string.Create(CultureInfo.InvariantCulture, $"{caption}{Environment.NewLine}{message}{Environment.NewLine}{keys}"));
            string answer = ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            for (int i = 0; i < choices.Count; i++)
            {
                if (string.Equals(answer, Key(choices[i]), StringComparison.OrdinalIgnoreCase))
                    return i;
            }
        }
    }

    /// <summary>The letter behind the ampersand of a label.</summary>
    private static string Key(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length ? choice.Label.Substring(mark + 1, 1) : choice.Label;
    }

    private static PSInvalidOperationException NoDialogue() => new("This host does not ask for secrets.");

    private void Output(string text)
    {
        lock (gate)
        {
            progress.Clear();
            Console.Out.Write(GetOutputString(text, SupportsVirtualTerminal));
        }
    }

    private void Report(string? colour, string text)
    {
        lock (gate)
        {
            progress.Clear();
            Console.Error.WriteLine(colourErrors && colour is not null ? colour + text + Plain : text);
        }
    }
}
