using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using CellSeg.Inference.Scaling;

namespace CellSeg.PowerShell.Completion;

/// <summary>Offers the diameter that is no number.</summary>
public sealed class DiameterCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => Words.Complete(wordToComplete, [($"{DiameterSelector.Auto}", LibraryDocs.Find(typeof(DiameterSelector), nameof(DiameterSelector.Auto)))]);
}
