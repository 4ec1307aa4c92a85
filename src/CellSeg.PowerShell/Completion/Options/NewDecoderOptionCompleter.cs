using System.Collections;
using CellSeg.Models.Specifications;

namespace CellSeg.PowerShell.Completion.Options;

/// <summary>Offers the options of a new model's decoder, by the preset and the schema that the line names.</summary>
public sealed class NewDecoderOptionCompleter : OptionCompleter
{
    private protected override object FindOptions(IDictionary bound)
        => ModelPresets.CreateDecoder(ModelOptionCompleter.FindPreset(bound), ModelOptionCompleter.FindSpecification(bound));
}
