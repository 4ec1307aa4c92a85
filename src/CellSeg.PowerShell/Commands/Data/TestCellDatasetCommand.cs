using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Datasets.Inspection;
using CellSeg.Datasets.Inspection.Checks;
using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Datasets.Inspection.Pictures;
using CellSeg.Imaging;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Abstractions.Transformations;

namespace CellSeg.PowerShell.Commands.Data;

/// <summary>
/// Looks at every image of a data set, or of the parts of a split, before anything is learnt from it: one object a finding, the
/// worst first. A Summary with counts and cell sizes is always among them, so that a set without faults gives one object.
/// Images that are there twice are found by content, also turned, mirrored, or with another contrast, but not cropped, resized
/// or compressed with a loss.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "CellDataset", DefaultParameterSetName = DatasetSet, SupportsShouldProcess = true)]
[OutputType(typeof(DatasetFinding), typeof(DatasetReport))]
public sealed class TestCellDatasetCommand : CellSegCmdlet
{
    private const string DatasetSet = "Dataset", SplitSet = "Split";

    private readonly List<FrameSummary> _rows = [];
    private DatasetInspectionOptions _options = null!;
    private string? _csvPath, _sheetPath;
    private bool _hasSheet;

    /// <summary>A data set, all frames of which are looked at.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DatasetSet)]
    [TakesOnly(typeof(CellDataset), Or = typeof(CellDatasetSplit))]
    [ValidateNotNull]
    public CellDataset InputObject { get; set; } = null!;

    /// <summary>A split, from Split-CellDataset: an image that is in two of its parts is an error.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = SplitSet)]
    [ValidateNotNull]
    public CellDatasetSplit Split { get; set; } = null!;

    /// <summary>Labels with fewer pixels are told as specks.</summary>
    [Parameter]
    [OptionOf<DatasetInspectionOptions>]
    [ValidateRange(1, int.MaxValue)]
    public int MinimumArea { get; set; }

    /// <summary>The share of its frame that a label may cover; one that covers more is no cell.</summary>
    [Parameter]
    [OptionOf<DatasetInspectionOptions>]
    [ValidateRange(double.Epsilon, 1.0)]
    public double MaximumCover { get; set; }

    /// <summary>
    /// How many times as large as the median of its frame a cell may be, and how far the median of a frame may be from that of
    /// the set.
    /// </summary>
    [Parameter]
    [OptionOf<DatasetInspectionOptions>]
    [ValidateRange(1.0, double.MaxValue)]
    public double MaximumSizeRatio { get; set; }

    /// <summary>The share of pixels that may have the largest value of their image; where there are more, it is overexposed.</summary>
    [Parameter]
    [OptionOf<DatasetInspectionOptions>]
    [ValidateRange(0.0, 1.0)]
    public double MaximumSaturation { get; set; }

    /// <summary>How many different values an image must have; one with fewer is told as nearly empty.</summary>
    [Parameter]
    [OptionOf<DatasetInspectionOptions>]
    [ValidateRange(2, int.MaxValue)]
    public int MinimumLevels { get; set; }

    /// <summary>
    /// A CSV file with a line a frame of all data sets of the call: size, values, cells, their sizes, how many touch, and what was
    /// found. It appears whole at the end.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CsvPath { get; set; }

    /// <summary>
    /// A picture, normally PNG, of up to 48 frames with the outlines of their cells: those with findings first, the others evenly
    /// over the set. One data set a call.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ContactSheetPath { get; set; }

    /// <summary>Writes one report a data set in the place of its findings, which has these as Findings and a row a frame as Frames.</summary>
    [Parameter]
    public SwitchParameter AsReport { get; set; }

    /// <summary>Replaces files that exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Checks the options and where to write.</summary>
    protected override void BeginProcessing()
    {
        RequireOther(nameof(Force), nameof(CsvPath), nameof(ContactSheetPath));
        _options = WithBound(new DatasetInspectionOptions());
        OrEnd(_options.Validate, Errors.InvalidOption);
        _csvPath = FindOutputFile(nameof(CsvPath), CsvPath, Force, Errors.TableNotWritten);
        _sheetPath = FindOutputFile(nameof(ContactSheetPath), ContactSheetPath, Force, Errors.SheetNotWritten);
    }

    /// <summary>Inspects one data set.</summary>
    protected override void ProcessRecord()
    {
        var report = RunInBackground("Testing cells", output => ParameterSetName == SplitSet
            ? DatasetInspector.Inspect(Split, _options, ItemProgress(output), output.Stopping)
            : DatasetInspector.Inspect(InputObject, _options, ItemProgress(output), output.Stopping));
        if (_csvPath is not null)
            _rows.AddRange(report.Frames);
        if (_sheetPath is not null)
            WriteSheet(_sheetPath, report);
        if (AsReport)
            WriteObject(report);
        else
            WriteObject(report.Findings, enumerateCollection: true);
    }

    /// <summary>Writes the table.</summary>
    protected override void EndProcessing() => WriteTable(_csvPath, _rows);

    private void WriteSheet(string path, DatasetReport report)
    {
        if (_hasSheet)
        {
            WriteError(Errors.SheetTaken(report.Name, path));
            return;
        }
        _hasSheet = true;
        if (!ShouldProcess(path, "Write a contact sheet"))
            return;
        var sheet = RunInBackground("Drawing cells", output => ContactSheet.Render(
            report, progress: ItemProgress(output), cancellationToken: output.Stopping));
        OrSkip(() => ImageWriter.WriteRgb(path, sheet.Height, sheet.Width, sheet.Pixels), Errors.SheetNotWritten);
    }
}
