using System.Collections;
using CellSeg.PowerShell.Commands.Models;
using CellSeg.Training;

namespace CellSeg.PowerShell.Completion.Options;

/// <summary>Offers the options of a training, with the values of the preset that the line names.</summary>
public sealed class TrainingOptionCompleter : OptionCompleter
{
    private protected override IReadOnlyList<string> Reserved => StartModelTrainingCommand.ReservedOptions;

    private protected override object FindOptions(IDictionary bound)
        => TrainingPresets.Create(Read(bound, nameof(StartModelTrainingCommand.Preset), TrainingPreset.Default));
}
