using System.Collections;
using System.Management.Automation;
using CellSeg.Decoding;
using CellSeg.Models;
using CellSeg.PowerShell.Commands.Cells;
using CellSeg.Training;

namespace CellSeg.PowerShell.Completion.Options;

/// <summary>Offers the options of the decoder of the model that the line names, with the values that they have there.</summary>
public sealed class DecoderOptionCompleter : OptionCompleter
{
    private protected override object FindOptions(IDictionary bound)
    {
        object? given = Unwrap(bound[nameof(InvokeCellSegmentationCommand.Model)] ?? bound[nameof(InvokeCellSegmentationCommand.TrainingResult)]);
        return given is IList { Count: > 0 } list ? FindDecoder(Unwrap(list[0])) : FindDecoder(given);
    }

    private static DecoderOptions FindDecoder(object? model) => model switch
    {
        SegmentationModel made => made.Decoder,
        ModelTrainingResult result => result.Model.Decoder,
        SavedModel saved => saved.Decoder,
        string name => ModelFolder.Describe(ModelLibrary.FindBundled(name) ?? SessionFolder.GetFull(name)).Decoder,
        // What it is comes from elsewhere, such as the pipe: as where no model is given.
        _ => FindDecoder(ModelLibrary.DefaultName),
    };

    private static object? Unwrap(object? data) => data is PSObject wrapped ? wrapped.BaseObject : data;
}
