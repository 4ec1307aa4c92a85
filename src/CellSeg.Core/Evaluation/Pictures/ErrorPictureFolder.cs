using CellSeg.Evaluation.Matching;
using CellSeg.Imaging;

namespace CellSeg.Evaluation.Pictures;

/// <summary>Writes the <see cref="ErrorPicture"/>s of a batch into a folder, that of NAME as <c>NAME_errors.png</c>.</summary>
public sealed class ErrorPictureFolder
{
    private readonly string _folder;
    private readonly bool _overwrite;

    // Picture to the input it was written for: a second input of the same name must not replace the first's picture.
    private readonly Dictionary<string, string> _written = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names the folder, which is made with the first picture.</summary>
    /// <param name="folder">Need not exist.</param>
    /// <param name="overwrite">Whether pictures that are there may be replaced.</param>
    public ErrorPictureFolder(string folder, bool overwrite = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (_folder, _overwrite) = (folder, overwrite);
    }

    /// <summary>The file of a picture.</summary>
    /// <param name="name">The name of the input.</param>
    public string GetPath(string name) => Path.Combine(_folder, name + ImageFiles.ErrorsSuffix + ".png");

    /// <summary>Draws and writes one picture, whole or not at all.</summary>
    /// <param name="input">What was judged; its image, where it has one, is read for the background.</param>
    /// <param name="truth">Its true cells.</param>
    /// <param name="prediction">Its predicted cells.</param>
    /// <param name="options">How it was judged.</param>
    /// <exception cref="CellSegException">There is a picture already, the image cannot be read or has another size, or the file cannot be written.</exception>
    public void Write(EvaluationInput input, LabelImage truth, LabelImage prediction, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        string path = GetPath(input.Name);
        if (_written.TryGetValue(path, out string? other))
            throw new CellSegException(path, $"the picture of {input.Path} would replace that of {other}, which has the same name", "Rename one of the two, or measure them one after the other with different folders");
        if (!_overwrite && File.Exists(path))
            throw new CellSegException(path, $"there is a picture already, that of {input.Path} was not written", "Replace it with -Force, or choose another folder");
        var picture = ErrorPicture.Render(input.Name, truth, prediction, options, input.ReadImage?.Invoke());
        ImageWriter.WriteRgb(path, picture.Height, picture.Width, picture.Pixels);
        _written[path] = input.Path;
    }
}
