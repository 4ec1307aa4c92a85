using System.Management.Automation;
using CellSeg.Evaluation.Properties;
using CellSeg.Imaging;
using CellSeg.Imaging.Stacks;
using CellSeg.Inference;
using CellSeg.PowerShell.Abstractions;

namespace CellSeg.PowerShell.Commands;

/// <summary>Measures the shape, and with an image the brightness, of every cell: one record a cell.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "CellProperty", DefaultParameterSetName = InputSet)]
[OutputType(typeof(CellProperty))]
public sealed class MeasureCellPropertyCommand : PathCmdlet
{
    private const string InputSet = "InputObject";

    private FilePartners? _images;
    private bool _isImageOneFile;

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
        string[] paths = [.. GetInputPaths()];
        bool isPair = !MyInvocation.ExpectingInput && paths is [var only] && File.Exists(only);
        foreach (string labels in paths.SelectMany(path => ExpandFolder(path, ImageFiles.ListLabels)))
        {
            if (TryFindImage(labels, isPair, out string? image))
                OrSkip(() => Write(CellPropertyFiles.Measure(labels, image)), Errors.CellsUnmeasurable);
        }
    }

    private void MeasureSegmentation()
    {
        if (!TryFindImage(InputObject.Path, isPair: false, out string? path))
            return;
        OrSkip(() =>
        {
            var image = path is null ? null : ImageStack.Open(path).ReadFrame(InputObject.Frame);
            Write(CellPropertyFiles.Measure(InputObject.Labels, image, InputObject.Path, path, InputObject.Frame));
        }, Errors.CellsUnmeasurable);
    }

    private void Write(IEnumerable<CellProperty> cells)
    {
        foreach (var cell in cells)
            WriteObject(cell);
    }

    /// <returns>False, after an error record, when images were given and none is this one's; no image is fine otherwise.</returns>
    private bool TryFindImage(string labels, bool isPair, out string? image)
    {
        image = null;
        if (ImagePath is null)
            return true;
        var images = _images ??= FindImages(ImagePath);
        image = isPair && _isImageOneFile ? images.TakeOnly() : images.Take(labels);
        if (image is null)
            WriteError(Errors.IntensitiesMissing(labels));
        return image is not null;
    }

    private FilePartners FindImages(string[] imagePaths)
    {
        var images = new FilePartners();
        string[] paths = [.. ResolvePaths(imagePaths)];
        foreach (string image in paths.SelectMany(path => ExpandFolder(path, ListImages)))
            OrSkip(() => images.Add(image), Errors.PartnerAmbiguous);
        _isImageOneFile = paths is [var only] && File.Exists(only);
        return images;
    }

    private static IReadOnlyList<string> ListImages(string folder)
        => [.. ImageFiles.List(folder).Where(file => !ImageFiles.IsLabelImage(file))];

    private IEnumerable<string> ExpandFolder(string path, Func<string, IReadOnlyList<string>> list)
    {
        if (!Directory.Exists(path))
            return [path];
        IReadOnlyList<string> files = [];
        if (OrSkip(() => files = list(path), Errors.PathNotFound) && files.Count == 0)
            WriteError(Errors.NoImages(path));
        return files;
    }
}
