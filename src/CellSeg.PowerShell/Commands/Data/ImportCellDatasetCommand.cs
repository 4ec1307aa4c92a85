using System.Management.Automation;
using CellSeg.Datasets;
using CellSeg.Datasets.Formats;
using CellSeg.Datasets.Layouts;
using CellSeg.Imaging.Selection;
using CellSeg.PowerShell.Abstractions;
using CellSeg.PowerShell.Completion;

namespace CellSeg.PowerShell.Commands.Data;

/// <summary>
/// Reads images and their annotation as a data set: folders of images and labels, DeepCell's archives, the Cell Tracking
/// Challenge, COCO, BBBC038, or a movie with its label movie. Every frame is read once, so that what is imported can be used. An
/// image that cannot be used is an error record; the others are imported.
/// </summary>
[Cmdlet(VerbsData.Import, "CellDataset", DefaultParameterSetName = PairSet)]
[OutputType(typeof(CellDataset))]
public sealed class ImportCellDatasetCommand : PathCmdlet
{
    /// <summary>The parameter set of two folders or files: images and labels.</summary>
    private const string PairSet = "Pair";

    /// <summary>The layout of the files; recognised by itself when left out, and told by -Verbose.</summary>
    [Parameter]
    public DatasetFormat Format { get; set; }

    /// <summary>
    /// A folder of images or one image file, whose labels <c>-LabelPath</c> names; with <c>-Path</c> the folder of the images that
    /// an annotation file names.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = PairSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    public string? ImagePath { get; set; }

    /// <summary>A folder of label images, or one label file, where they are not found by their names.</summary>
    [Parameter(ParameterSetName = PairSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    public string? LabelPath { get; set; }

    /// <summary>A text file with the names of the images to read, one a line; all are read when left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? IncludeListPath { get; set; }

    /// <summary>Further endings of the names of label files, before the extension, such as <c>_Nuclei</c>.</summary>
    [Parameter]
    [OptionOf<DatasetImportOptions>]
    [ValidateNotNullOrEmpty]
    public string[] Suffix { get; set; } = [];

    /// <summary>The image files of a folder, in the order of their names, are the frames of one movie.</summary>
    [Parameter]
    [OptionOf<DatasetImportOptions>]
    public SwitchParameter FilesAreFrames { get; set; }

    /// <summary>
    /// The channels to read, by number from 0 or by name; all when left out. A model of one channel then takes their
    /// luminance or mean.
    /// </summary>
    [Parameter]
    [OptionOf<DatasetImportOptions>]
    [ValidateNotNullOrEmpty]
    public ChannelSelector[] Channel { get; set; } = [];

    /// <summary>The channel of the label images that holds the labels, by number from 0 or by name, where they have several.</summary>
    [Parameter]
    [OptionOf<DatasetImportOptions>]
    public ChannelSelector LabelChannel { get; set; }

    /// <summary>
    /// What is taken of a stack in depth: a slice by its number from 0, <c>MaximumProjection</c>, or <c>Frames</c>.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(SliceCompleter))]
    [OptionOf<DatasetImportOptions>]
    public SliceSelector Slice { get; set; }

    /// <summary>The first frame to read of each movie, from 0.</summary>
    [Parameter]
    [OptionOf<DatasetImportOptions>]
    [ValidateRange(0, int.MaxValue)]
    public int FirstFrame { get; set; }

    /// <summary>The last frame to read of each movie, from 0; shorter movies are read to their end.</summary>
    [Parameter]
    [OptionOf<DatasetImportOptions>]
    [ValidateRange(0, int.MaxValue)]
    public int LastFrame { get; set; }

    /// <summary>Cells are dark on bright ground: models learn from, and segment, the negative of these images.</summary>
    [Parameter]
    [OptionOf<DatasetImportOptions>]
    public SwitchParameter Invert { get; set; }

    /// <summary>Micrometres a pixel, in place of what the files say.</summary>
    [Parameter]
    [OptionOf<DatasetImportOptions>]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double PixelSize { get; set; }

    /// <summary>Micrometres a pixel that images and labels are scaled to, so that all have a common size.</summary>
    [Parameter]
    [OptionOf<DatasetImportOptions>]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double ScaleToPixelSize { get; set; }

    /// <summary>What to call the data set; the name of its file or folder when left out.</summary>
    [Parameter]
    [OptionOf<DatasetImportOptions>]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    private DatasetImportOptions Options => WithBound(new DatasetImportOptions
    {
        IncludeListPath = GetFullPath(IncludeListPath),
        ImagePath = ParameterSetName == PairSet ? null : GetFullPath(ImagePath),
        LabelPath = GetFullPath(LabelPath),
    });

    /// <summary>Imports what the paths of this record name.</summary>
    protected override void ProcessRecord()
    {
        foreach (string path in ParameterSetName == PairSet ? [GetFullPath(ImagePath)!] : GetInputPaths())
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
        WriteVerbose($"{path} was read as {result.Format}: {result.Recognition}.");
        var dataset = result.Dataset;
        if (dataset.MovieCount == 0)
        {
            WriteError(Errors.NothingReadable(path, result.Problems.Count));
            return;
        }
        WriteVerbose($"Read {dataset.MovieCount} movies with {dataset.AnnotationCount} annotated cells; {result.Problems.Count} problems.");
        WriteObject(dataset);
    }

    private string? GetFullPath(string? path) => path is null ? null : OrEnd(() => SessionPath.GetFull(this, path), Errors.PathNotFound);
}
