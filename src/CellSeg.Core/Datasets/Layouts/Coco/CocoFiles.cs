using CellSeg.Imaging.Naming;

namespace CellSeg.Datasets.Layouts.Coco;

/// <summary>Finds the files of the images that an annotation file names: by their names in its folder or one beside it, else anywhere below.</summary>
internal sealed class CocoFiles
{
    private static readonly string[] UsualFolders = ["", "images", "../images"];

    private readonly IReadOnlyList<string> _folders;
    private readonly Lazy<ILookup<string, string>> _below;

    /// <param name="jsonPath">The annotation file.</param>
    /// <param name="imagePath">The folder that the user names; null for the usual ones.</param>
    /// <exception cref="CellSegException">There is no such folder.</exception>
    public CocoFiles(string jsonPath, string? imagePath)
    {
        if (imagePath is not null && !Directory.Exists(imagePath))
            throw new CellSegException(imagePath, "there is no such folder", "Give the folder of the images") { IsMissing = true };
        string own = Path.GetDirectoryName(jsonPath)!;
        _folders = imagePath is not null
            ? [imagePath]
            : [.. UsualFolders.Select(folder => Path.GetFullPath(Path.Combine(own, folder))).Where(Directory.Exists)];
        _below = new(() => _folders.Take(1).SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => ImageFiles.HasImageExtension(file) && !ImageFiles.IsJunk(file))
            .Order(StringComparer.Ordinal).ToLookup(file => Path.GetFileName(file)));
    }

    /// <summary>The full name of an image.</summary>
    /// <param name="name">As the annotation file writes it.</param>
    /// <exception cref="CellSegException">It is nowhere, at several places, or the name leads out of the folder.</exception>
    public string Find(string name)
    {
        string[] parts = name.Split('/', '\\');
        if (parts.Contains("..") || parts[0].Length == 0 || parts[0].EndsWith(':'))
        {
            throw new CellSegException(
                name, "the name of this image leads out of the folder of the images", "Write names below one folder, which -ImagePath can name");
        }
        string relative = Path.Combine(parts);
        if (_folders.Select(folder => Path.Combine(folder, relative)).FirstOrDefault(File.Exists) is { } file)
            return file;
        string[] found = [.. _below.Value[parts[^1]]];
        return found switch
        {
            [var only] => only,
            [] => throw new CellSegException(name, $"there is no such image in {string.Join(" or ", _folders)}", "Name its folder by -ImagePath")
            {
                IsMissing = true,
            },
            _ => throw new CellSegException(
                name, $"{found.Length} files have this name, such as {found[0]} and {found[1]}", "Write the names of images with their folders"),
        };
    }
}
