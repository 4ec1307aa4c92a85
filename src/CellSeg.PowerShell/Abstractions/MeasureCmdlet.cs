using System.Management.Automation;
using CellSeg.Imaging;

namespace CellSeg.PowerShell.Abstractions;

/// <summary>A command that measures segmentations from the pipe or label files, to which images may be given.</summary>
public abstract class MeasureCmdlet : PathCmdlet
{
    /// <summary>The parameter set of segmentations.</summary>
    protected const string InputSet = "InputObject";

    private FilePartners? _images;

    /// <summary>Finds the image that belongs to labels.</summary>
    /// <param name="imagePath">Where the user says that images are; null when none are given.</param>
    /// <param name="labels">The label file, or the image that was segmented.</param>
    /// <param name="isPair">Whether one image belongs to these labels whatever its name.</param>
    /// <param name="describeMissing">Makes the error record of labels without an image.</param>
    /// <returns>Null when no images are given or, after an error record, when none of them is the one.</returns>
    private protected string? FindImage(string[]? imagePath, string labels, bool isPair, Func<string, ErrorRecord> describeMissing)
    {
        if (imagePath is null)
            return null;
        var images = _images ??= FindPartners(imagePath, ImageFiles.ListImages);
        string? image = isPair && images.IsSingleFile ? images.TakeOnly() : images.Take(labels);
        if (image is null)
            WriteError(describeMissing(labels));
        return image;
    }
}
