using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Datasets.Formats;
using CellSeg.Imaging.Selection;
using CellSeg.PowerShell.Abstractions;

namespace CellSeg.PowerShell.Commands;

/// <summary>
/// Reads images and their annotation as a data set. An image that cannot be used is an error record; the others are
/// imported.
/// </summary>
[Cmdlet(VerbsData.Import, "CellDataset", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CellDataset))]
public sealed class ImportCellDatasetCommand : PathCmdlet
{
    /// <summary>The layout of the files; recognised by itself when left out.</summary>
    [Parameter]
    public DatasetFormat Format { get; set; }

    /// <summary>A text file with the names of the images to read, one a line.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? IncludeListPath { get; set; }

    /// <summary>
    /// The channels to read, by number from 0 or by name; all when left out. A model of one channel then takes their
    /// luminance or mean.
    /// </summary>
    [Parameter]
    [OptionOf<DatasetImportOptions>]
    [ValidateNotNullOrEmpty]
    public ChannelSelector[] Channel { get; set; } = [];

    /// <summary>Cells are dark on bright ground: models learn from, and segment, the negative of these images.</summary>
    [Parameter]
    [OptionOf<DatasetImportOptions>]
    public SwitchParameter Invert { get; set; }

    /// <summary>Micrometres a pixel.</summary>
    [Parameter]
    [OptionOf<DatasetImportOptions>]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double PixelSize { get; set; }

    /// <summary>What to call the data set; the name of its file or folder when left out.</summary>
    [Parameter]
    [OptionOf<DatasetImportOptions>]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    private DatasetImportOptions Options => WithBound(new DatasetImportOptions
    {
        IncludeListPath = IncludeListPath is null ? null : OrEnd(() => SessionPath.GetFull(this, IncludeListPath), Errors.PathNotFound),
    });

    /// <summary>Imports what the paths of this record name.</summary>
    protected override void ProcessRecord()
    {
        foreach (string path in GetInputPaths())
            OrSkip(() => Import(path), Errors.DatasetUnreadable);
    }

    private void Import(string path)
    {
        var options = Options;
        WriteVerbose($"Reading {path}.");
        var result = RunInBackground("Importing cells", output => DatasetReader.Import(path, Format, options, ItemProgress(output), output.Stopping));
        foreach (var problem in result.Problems)
            WriteError(Errors.MovieUnreadable(problem));
        foreach (string warning in result.Warnings)
            WriteWarning(warning);
        var dataset = result.Dataset;
        if (dataset.MovieCount == 0)
        {
            WriteError(Errors.NothingReadable(path, result.Problems.Count));
            return;
        }
        WriteVerbose($"Read {dataset.MovieCount} movies with {dataset.AnnotationCount} annotated cells; {result.Problems.Count} problems.");
        WriteObject(dataset);
    }
}
