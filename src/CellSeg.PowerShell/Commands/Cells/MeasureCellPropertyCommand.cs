using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Evaluation.Properties;
using CellSeg.Imaging.Naming;
using CellSeg.Inference;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Abstractions.Transformations;

namespace CellSeg.PowerShell.Commands.Cells;

/// <summary>
/// Measures the shape, and with an image the brightness, of every cell: one record a cell. MeanIntensity is that of the first
/// channel, MeanIntensity2 that of the second; ChannelNames says which is which, where the file has names. What is not known
/// is NaN.
/// </summary>
[Cmdlet(VerbsDiagnostic.Measure, "CellProperty", DefaultParameterSetName = InputSet, SupportsShouldProcess = true)]
[OutputType(typeof(CellProperty))]
public sealed class MeasureCellPropertyCommand : TableCmdlet<CellProperty>
{
    private CellPropertyOptions _options = new();

    /// <summary>A segmentation. It brings its own image, of which all channels are measured.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [TakesOnly(typeof(CellSegmentation))]
    [ValidateNotNull]
    public CellSegmentation InputObject { get; set; } = null!;

    /// <summary>Images to take intensities from, or folders of them, matched with the label images by name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ImagePath { get; set; }

    /// <summary>Micrometres a pixel, for the columns in micrometres; what the file or the data set says when left out.</summary>
    [Parameter]
    [OptionOf<CellPropertyOptions>]
    public double PixelSize { get; set; }

    /// <summary>
    /// Also gives a record of each image without cells: its CellCount is 0, its Label null and its measures NaN, and so is a mean
    /// over them. Where-Object CellCount leaves them out.
    /// </summary>
    [Parameter]
    [OptionOf<CellPropertyOptions>]
    public SwitchParameter IncludeEmpty { get; set; }

    /// <summary>Checks the options before any image comes.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _options = WithBound(new CellPropertyOptions());
        OrEnd(_options.Validate, Errors.InvalidOption);
    }

    /// <summary>Measures one segmentation, or the label images of one record.</summary>
    protected override void ProcessRecord()
    {
        if (IsSavedSegmentation)
            MeasureSaved();
        else if (HasPaths)
            MeasureFiles();
        else
            MeasureSegmentation();
    }

    /// <summary>Writes the table.</summary>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        WriteTable(cell => cell.GetFurtherIntensities());
    }

    private void MeasureFiles()
    {
        var (files, isPair) = FindInputFiles(listing => listing.LabelsOrImages);
        foreach (string labels in files)
        {
            WriteVerbose($"Measuring the cells of {labels}.");
            if (TryFindImage(labels, isPair, out var image))
                OrSkip(() => Write(CellPropertyFiles.Measure(labels, image, _options, Inspector)), Errors.CellsUnmeasurable);
        }
    }

    private void MeasureSaved()
    {
        if (FindSaved(out var own) is not { } labels || !TryFindImage(labels, isPair: false, out var image))
            return;
        image ??= OrUnknown(() => CellMovie.Open(own!.Path)) is null ? null : own;
        OrSkip(() => Write(CellPropertyFiles.Measure(labels, image, _options with { Path = own!.Path }, Inspector)), Errors.CellsUnmeasurable);
    }

    private void MeasureSegmentation()
    {
        var segmentation = InputObject;
        if (!TryFindImage(segmentation.Path, isPair: false, out var partner))
            return;
        OrSkip(() =>
        {
            var own = segmentation.OpenMovie();
            var given = partner is null ? null : PartnerMovie.Open(partner, own, path => CellMovie.Open(path));
            int frame = segmentation.Frame;
            var image = given is null ? OrUnknown(() => own.WithAllChannels().ReadImage(frame)) : given.ReadImage(frame);
            Write(CellProperties.Measure(Inspector.Prepare(segmentation.ReadLabels()), image, _options with
            {
                Path = segmentation.Path,
                ImagePath = given?.Path ?? own.Path,
                Frame = own.FrameCount > 1 ? frame : null,
                PixelSize = _options.PixelSize ?? segmentation.PixelSize ?? given?.PixelSize,
            }));
        }, Errors.CellsUnmeasurable);
    }

    /// <summary>Takes what a segmentation brings for intensities; null, and a warning, where it is no longer there.</summary>
    private T? OrUnknown<T>(Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (CellSegException e)
        {
            WriteWarning($"{e.Message} The intensities of its cells are not known.");
            return null;
        }
    }

    private void Write(IEnumerable<CellProperty> cells)
    {
        foreach (var cell in cells)
        {
            var record = new PSObject(cell);
            foreach (var (name, value) in cell.GetFurtherIntensities())
                record.Properties.Add(new PSNoteProperty(name, value));
            Write(cell, record);
        }
    }

    /// <returns>False, after an error record, when images were given and none is this one's; no image is fine otherwise.</returns>
    private bool TryFindImage(string labels, bool isPair, out FilePartner? image)
    {
        image = FindImage(ImagePath, labels, isPair, Errors.IntensitiesMissing);
        return image is not null || ImagePath is null;
    }
}
