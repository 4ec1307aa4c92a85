using CellSeg.Evaluation.Matching;
using CellSeg.Files;
using CellSeg.Imaging;
using CellSeg.Imaging.Naming;

namespace CellSeg.Evaluation.Pictures;

/// <summary>Writes the <see cref="ErrorPicture"/>s of a batch into a folder, that of NAME as <c>NAME_errors.png</c>.</summary>
public sealed class ErrorPictureFolder
{
    private readonly OutputFolder _folder;

    /// <summary>Names the folder, which is made with the first picture.</summary>
    /// <param name="folder">Need not exist.</param>
    /// <param name="overwrite">Whether pictures that are there may be replaced.</param>
    public ErrorPictureFolder(string folder, bool overwrite = false) => _folder = new OutputFolder(folder, overwrite);

    /// <summary>The file of a picture.</summary>
    /// <param name="name">The name of the input.</param>
    public string GetPath(string name) => _folder.GetPath(name + ImageFiles.ErrorsSuffix + ".png");

    /// <summary>Draws and writes one picture, whole or not at all.</summary>
    /// <param name="input">What was judged; its image, where it has one, is read for the background.</param>
    /// <param name="options">How it was judged.</param>
    /// <exception cref="OutputConflictException">There is a picture already, from before or of another input of the same name.</exception>
    /// <exception cref="CellSegException">The image cannot be read or has another size, or the file cannot be written.</exception>
    public void Write(EvaluationInput input, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        string path = GetPath(input.Name);
        _folder.Check(input.Path, [path]);
        var picture = ErrorPicture.Render(input.Name, input.Truth, input.Prediction, options, input.Image?.Value);
        _folder.Write(input.Path, [(path, file => ImageWriter.WriteRgb(file, picture.Height, picture.Width, picture.Pixels))]);
    }
}
