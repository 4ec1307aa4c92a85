using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using CellSeg.PowerShell.Commands.Studies;
using CellSeg.Studies.Running;

namespace CellSeg.PowerShell.Completion;

/// <summary>Offers the trainings of the study in the folder that the line names.</summary>
public sealed class StudyTrainingCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return fakeBoundParameters?[nameof(StartSegmentationStudyCommand.Path)] is { } path
                ? Words.Complete(wordToComplete, StudyFolder.Open(SessionFolder.GetFull($"{path}")).Describe().Trainings
                    .Select(training => (training.Id, (string?)$"{training.State}")))
                : [];
        }
        catch (CellSegException)
        {
            // Completion has no place for errors; the command will tell.
            return [];
        }
    }
}
