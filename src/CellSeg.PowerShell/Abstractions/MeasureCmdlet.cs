using System.Management.Automation;
using CellSeg.Imaging.Naming;

namespace CellSeg.PowerShell.Abstractions;

/// <summary>A command that measures segmentations from the pipe or label files, to which images may be given.</summary>
public abstract class MeasureCmdlet : PathCmdlet
{
    /// <summary>The parameter set of segmentations.</summary>
    protected const string InputSet = "InputObject";

    private FilePartners? _images;
    private LabelNames? _labelNames;

    /// <summary>
    /// What else the names of label images end with, such as _Nuclei; _labels, _label, _masks, _cp_masks, _seg, -labels and
    /// "_Object Identities" are known. Files are matched by their names less this ending.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    public string[] Suffix { get; set; } = [];

    /// <inheritdoc/>
    private protected override LabelNames LabelNames => _labelNames ??= new LabelNames(Suffix);

    /// <summary>Finds the image that belongs to labels.</summary>
    /// <param name="imagePath">Where the user says that images are; null when none are given.</param>
    /// <param name="labels">The label file, or the image that was segmented.</param>
    /// <param name="isPair">Whether one image belongs to these labels whatever its name.</param>
    /// <param name="describeMissing">Makes the error record of labels without an image.</param>
    /// <returns>Null when no images are given or, after an error record, when none of them is the one.</returns>
    private protected FilePartner? FindImage(string[]? imagePath, string labels, bool isPair, Func<string, ErrorRecord> describeMissing)
    {
        if (imagePath is null)
            return null;
        var images = _images ??= FindPartners(imagePath, listing => listing.Images);
        var image = isPair && images.IsSingleFile ? images.TakeOnly(labels) : images.Take(labels);
        if (image is null)
            WriteError(describeMissing(labels));
        return image;
    }
}
