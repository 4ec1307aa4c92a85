using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace CellSeg.PowerShell.Completion;

/// <summary>Offers the names of the bundled models, then files and folders.</summary>
public sealed class ModelCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => ModelNameCompleter.Find(wordToComplete).Concat(CompletionCompleters.CompleteFilename(wordToComplete));
}
