using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using CellSeg.Inference.Outputs;

namespace CellSeg.PowerShell.Completion;

/// <summary>Offers the names of the files that a segmentation can be written as.</summary>
public sealed class OutputFormatCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => Words.Complete(
            wordToComplete, SegmentationOutputs.All.Select(output => (output.Name, LibraryDocs.Find(typeof(SegmentationOutputs), output.Name))));
}
