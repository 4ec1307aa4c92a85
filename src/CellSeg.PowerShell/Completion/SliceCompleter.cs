using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using CellSeg.Imaging.Selection;

namespace CellSeg.PowerShell.Completion;

/// <summary>Offers what can be taken of a stack in depth besides the number of a slice.</summary>
public sealed class SliceCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => Words.Complete(wordToComplete,
        [
            ($"{SliceSelector.MaximumProjection}", LibraryDocs.Find(typeof(SliceSelector), nameof(SliceSelector.MaximumProjection))),
            ($"{SliceSelector.Frames}", LibraryDocs.Find(typeof(SliceSelector), nameof(SliceSelector.Frames))),
        ]);
}
