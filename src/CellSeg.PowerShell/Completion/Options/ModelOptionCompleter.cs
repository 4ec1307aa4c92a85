using System.Collections;
using CellSeg.Decoding;
using CellSeg.Models.Specifications;
using CellSeg.PowerShell.Commands.Models;

namespace CellSeg.PowerShell.Completion.Options;

/// <summary>Offers the values of a new network's specification, by the preset, the schema and the backbone that the line names.</summary>
public sealed class ModelOptionCompleter : OptionCompleter
{
    private protected override IReadOnlyList<string> Reserved => NewSegmentationModelCommand.ReservedOptions;

    /// <summary>The preset that the line names.</summary>
    internal static ModelPreset FindPreset(IDictionary bound) => Read(bound, nameof(NewSegmentationModelCommand.Preset), ModelPreset.Default);

    /// <summary>The specification that the line makes, but for values of single parameters.</summary>
    internal static ModelSpecification FindSpecification(IDictionary bound) => ModelPresets.Create(
        FindPreset(bound), Read(bound, nameof(NewSegmentationModelCommand.Schema), SegmentationSchema.Watershed),
        Read(bound, nameof(NewSegmentationModelCommand.Backbone), BackboneKind.MobileNetV2));

    private protected override object FindOptions(IDictionary bound) => FindSpecification(bound);
}
