using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Evaluation.Properties;
using CellSeg.Imaging.Naming;
using CellSeg.Inference;
using CellSeg.PowerShell.Abstractions;

namespace CellSeg.PowerShell.Commands;

/// <summary>Measures the shape, and with an image the brightness, of every cell: one record a cell.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "CellProperty", DefaultParameterSetName = InputSet)]
[OutputType(typeof(CellProperty))]
public sealed class MeasureCellPropertyCommand : MeasureCmdlet
{
    /// <summary>A segmentation.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ValidateNotNull]
    public CellSegmentation InputObject { get; set; } = null!;

    /// <summary>Images to take intensities from, or folders of them, matched with the label images by name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ImagePath { get; set; }

    /// <summary>Measures one segmentation, or the label images of one record.</summary>
    protected override void ProcessRecord()
    {
        if (!HasPaths)
        {
            MeasureSegmentation();
            return;
        }
        var (files, isPair) = FindInputFiles(listing => listing.LabelsOrImages);
        foreach (string labels in files)
        {
            if (TryFindImage(labels, isPair, out var image))
                OrSkip(() => Write(CellPropertyFiles.Measure(labels, image)), Errors.CellsUnmeasurable);
        }
    }

    private void MeasureSegmentation()
    {
        if (!TryFindImage(InputObject.Path, isPair: false, out var partner))
            return;
        OrSkip(() =>
        {
            var movie = partner is null ? null : PartnerMovie.Open(partner, InputObject.OpenMovie(), path => CellMovie.Open(path));
            Write(CellPropertyFiles.Measure(InputObject.Labels, movie?.ReadImage(InputObject.Frame), InputObject.Path, movie?.Path, InputObject.Frame));
        }, Errors.CellsUnmeasurable);
    }

    private void Write(IEnumerable<CellProperty> cells)
    {
        foreach (var cell in cells)
            WriteObject(cell);
    }

    /// <returns>False, after an error record, when images were given and none is this one's; no image is fine otherwise.</returns>
    private bool TryFindImage(string labels, bool isPair, out FilePartner? image)
    {
        image = FindImage(ImagePath, labels, isPair, Errors.IntensitiesMissing);
        return image is not null || ImagePath is null;
    }
}
