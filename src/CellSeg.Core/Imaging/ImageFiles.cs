namespace CellSeg.Imaging;

/// <summary>
/// How files that belong together are named: the labels of <c>NAME.tif</c> are <c>NAME_labels.tif</c>, a picture of
/// them is <c>NAME_overlay.png</c> and one of their errors <c>NAME_errors.png</c>; other programs also write
/// <c>NAME_label</c> and <c>NAME_masks</c>. Whatever is written is called by these suffixes, and told by them in a folder.
/// </summary>
public static class ImageFiles
{
    /// <summary>What this library appends to the name of a label image.</summary>
    public const string LabelSuffix = "_labels";

    /// <summary>What this library appends to the name of a picture for people.</summary>
    public const string OverlaySuffix = "_overlay";

    /// <summary>What this library appends to the name of a picture of what is right and wrong.</summary>
    public const string ErrorsSuffix = "_errors";

    private const string OmeEnding = ".ome";

    private static readonly string[] LabelSuffixes = [LabelSuffix, "_label", "_masks"];

    private static readonly string[] Extensions = [".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp"];

    /// <summary>The file's name without folder, extension (<c>.ome.tif</c> is one) and suffix.</summary>
    public static string GetKey(string path)
    {
        string name = GetBaseName(path);
        string? suffix = LabelSuffixes.FirstOrDefault(ending => HasEnding(name, ending));
        return suffix is null ? name : GetBaseName(name[..^suffix.Length] + ".");
    }

    /// <summary>The file's name without folder and extension; <c>.ome.tif</c> is one extension.</summary>
    public static string GetBaseName(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return HasEnding(name, OmeEnding) ? name[..^OmeEnding.Length] : name;
    }

    /// <summary>Whether the name says that this is a label image.</summary>
    public static bool IsLabelImage(string path)
    {
        string name = GetBaseName(path);
        return LabelSuffixes.Any(ending => HasEnding(name, ending));
    }

    /// <summary>The name of what belongs to a frame of a movie: <c>NAME_t0001</c> for the first one, NAME for a single image.</summary>
    /// <param name="name">The movie.</param>
    /// <param name="frame">The frame, from 0.</param>
    /// <param name="frameCount">Frames of the movie.</param>
    public static string NameFrame(string name, int frame, int frameCount)
        => frameCount == 1 ? name : $"{name}_t{frame + 1:D4}";

    /// <summary>Whether the name is that of an image that can be read, and not of a hidden file.</summary>
    public static bool IsImage(string path)
        => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) && !Path.GetFileName(path).StartsWith('.');

    /// <summary>The image files directly in a folder, by name, without pictures for people and hidden files.</summary>
    /// <exception cref="CellSegException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> List(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder)
                .Where(file => IsImage(file) && !IsPicture(file))
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellSegException(folder, $"the folder cannot be read ({e.Message.TrimEnd('.')})", "Check the path and its permissions", e);
        }
    }

    /// <summary>
    /// The label images directly in a folder, by name: those whose name says so or, where no name does, all images.
    /// </summary>
    /// <exception cref="CellSegException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> ListLabels(string folder)
    {
        var images = List(folder);
        var labels = images.Where(IsLabelImage).ToList();
        return labels.Count > 0 ? labels : images;
    }

    /// <summary>The images directly in a folder, by name, that are no label images by their names.</summary>
    /// <exception cref="CellSegException">The folder cannot be read.</exception>
    public static IReadOnlyList<string> ListImages(string folder) => [.. List(folder).Where(file => !IsLabelImage(file))];

    private static bool IsPicture(string path)
    {
        string name = GetBaseName(path);
        return HasEnding(name, OverlaySuffix) || HasEnding(name, ErrorsSuffix);
    }

    private static bool HasEnding(string name, string ending)
        => name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
