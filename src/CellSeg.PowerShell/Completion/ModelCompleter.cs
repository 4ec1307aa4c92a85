using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using CellSeg.Models;

namespace CellSeg.PowerShell.Completion;

/// <summary>Offers the names of the bundled models, then files and folders.</summary>
public sealed class ModelCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => ModelLibrary.BundledNames
            .Where(name => name.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name, name, CompletionResultType.ParameterValue, "A model that came with the module"))
            .Concat(CompletionCompleters.CompleteFilename(wordToComplete));
}
