using System.Management.Automation;
using CellSeg.Evaluation.Inspection;
using CellSeg.Imaging.Naming;

namespace CellSeg.PowerShell.Abstractions;

/// <summary>A measuring command whose records also make a table in a file.</summary>
/// <typeparam name="TRow">The records, the properties of which are the columns.</typeparam>
public abstract class TableCmdlet<TRow> : MeasureCmdlet
{
    // A pipe hands over null for what was not written, which is not the same as a record without this property.
    private const string NotGiven = "\0";

    private readonly List<TRow> _rows = [];
    private string? _csvPath;
    private LabelInspector? _inspector;

    /// <summary>
    /// A CSV file for all records of the call, a line each, with the columns of the objects: numbers have a decimal point
    /// whatever the culture, which they have not with Export-Csv. It appears whole at the end, and not at all when the
    /// pipeline is stopped, by Ctrl+C or by Select-Object -First; the records go down the pipe all the same.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CsvPath { get; set; }

    /// <summary>
    /// Makes each piece of an id a cell of its own, in predicted and true labels alike: for masks, in which all cells have one
    /// number. Pixels that touch by an edge or a corner are one piece.
    /// </summary>
    [Parameter]
    public SwitchParameter NumberPieces { get; set; }

    /// <summary>Replaces files that exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// The label file of a segmentation that comes from Import-Csv, Import-Clixml or a job; its Path is the image. It is taken
    /// from the pipe.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet, DontShow = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? OutputPath { get; set; } = NotGiven;

    /// <summary>The frame of such a segmentation, from 0.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet, DontShow = true)]
    public int? Frame { get; set; }

    /// <summary>Looks at labels before they are measured.</summary>
    private protected LabelInspector Inspector => _inspector ??= new LabelInspector(WriteWarning) { NumberPieces = NumberPieces };

    /// <summary>Whether this record is a segmentation as something else than itself: its Path is no label file.</summary>
    private protected bool IsSavedSegmentation => ParameterSetName == PathSet && OutputPath != NotGiven;

    /// <summary>The parameters that name what may be there already.</summary>
    private protected virtual string[] OutputParameters => [nameof(CsvPath)];

    /// <summary>Checks where to write.</summary>
    protected override void BeginProcessing()
    {
        RequireOther(nameof(Force), OutputParameters);
        _csvPath = FindOutputFile(nameof(CsvPath), CsvPath, Force, Errors.TableNotWritten);
    }

    /// <summary>Finds the files of a saved segmentation; an error record where its labels were not written.</summary>
    /// <param name="image">The image that was segmented, which need not be there: data sets have names of their own.</param>
    /// <returns>The label file; null after an error record.</returns>
    private protected string? FindSaved(out FilePartner? image)
    {
        image = null;
        if (string.IsNullOrEmpty(OutputPath))
        {
            WriteError(Errors.LabelsNotSaved(Path[0]));
            return null;
        }
        string? labels = null;
        FilePartner? found = null;
        OrSkip(() =>
        {
            labels = SessionPath.GetFull(this, OutputPath);
            found = new FilePartner(SessionPath.GetFull(this, Path[0])) { Frame = Frame, IsOnly = true };
        }, Errors.PathNotFound);
        image = found;
        return labels;
    }

    /// <summary>Writes a record to the pipe, and keeps it for the table.</summary>
    /// <param name="row">The record.</param>
    /// <param name="shown">The record as the pipe gets it.</param>
    private protected void Write(TRow row, PSObject shown)
    {
        if (_csvPath is not null)
            _rows.Add(row);
        WriteObject(shown);
    }

    /// <summary>Writes the table, when all records have come.</summary>
    /// <param name="getFurther">Gives the columns of a record beyond its properties.</param>
    private protected void WriteTable(Func<TRow, IEnumerable<KeyValuePair<string, double>>>? getFurther = null)
        => WriteTable(_csvPath, _rows, getFurther);
}
