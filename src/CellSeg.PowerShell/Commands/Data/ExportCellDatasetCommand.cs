using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Abstractions.Transformations;

namespace CellSeg.PowerShell.Commands.Data;

/// <summary>
/// Writes a data set in a layout that other programs read, and Import-CellDataset again: folders of images and labels,
/// DeepCell's archives, the Cell Tracking Challenge, or COCO. A movie that cannot be read is an error record; the others are
/// written.
/// </summary>
[Cmdlet(VerbsData.Export, "CellDataset", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo))]
public sealed class ExportCellDatasetCommand : CellSegCmdlet
{
    private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The data set to write, with the labels of its frames.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [TakesOnly(typeof(CellDataset))]
    [ValidateNotNull]
    public CellDataset InputObject { get; set; } = null!;

    /// <summary>The layout to write; each is read again by Import-CellDataset.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public DatasetExportFormat Format { get; set; }

    /// <summary>The folder of the layout, or its file where it is one: <c>.npz</c>, <c>.trks</c>.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string DestinationPath { get; set; } = "";

    /// <summary>Replaces files that exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes one data set.</summary>
    protected override void ProcessRecord()
    {
        string destination = OrEnd(() => GetOutputPath(DestinationPath), Errors.PathNotFound);
        if (!ShouldProcess(destination, $"Write {InputObject.MovieCount} movies of {InputObject.Name} as {Format}"))
            return;
        if (!_written.Add(destination))
        {
            WriteError(Errors.DatasetNotWritten(new CellSegException(
                destination, $"it already has the data set before {InputObject.Name} in the pipe", "Export each data set to a destination of its own")));
            return;
        }
        OrSkip(() => Export(destination), Errors.DatasetNotWritten);
    }

    private void Export(string destination)
    {
        var (dataset, format) = (InputObject, Format);
        var options = new DatasetExportOptions { Overwrite = Force };
        var outcome = RunInBackground(
            "Exporting cells", output => DatasetWriter.Export(dataset, destination, format, options, ItemProgress(output), output.Stopping));
        foreach (var problem in outcome.Problems)
            WriteError(Errors.MovieUnreadable(problem));
        foreach (string warning in outcome.Warnings)
            WriteWarning(warning);
        if (outcome.Written > 0)
            WriteObject(Directory.Exists(destination) ? new DirectoryInfo(destination) : new FileInfo(destination));
    }
}
