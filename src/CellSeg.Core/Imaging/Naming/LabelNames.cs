namespace CellSeg.Imaging.Naming;

/// <summary>
/// How label images are called after their images: by suffixes that no image of its own has, and by others that the user
/// names.
/// </summary>
public sealed class LabelNames
{
    // Of this library and many others; of Cellpose; of ilastik; of QuPath's export scripts.
    private static readonly string[] KnownSuffixes =
    [
        ImageFiles.LabelSuffix, "_label", "_masks", "_seg",
        "_cp_masks",
        "_Object Identities", "_Object-Identities",
        "-labels", "-labelled",
    ];

    private readonly string[] _others;
    private readonly string[] _suffixes;

    /// <summary>Takes further suffixes, which come before the known ones.</summary>
    /// <param name="others">Such as <c>_Nuclei</c>; with an extension of images, this does not count.</param>
    public LabelNames(params IEnumerable<string> others)
    {
        _others = [.. others.Select(suffix => ImageFiles.HasImageExtension(suffix) ? ImageFiles.GetBaseName(suffix) : suffix)];
        // Of "_cp_masks" nothing may be left.
        _suffixes = [.. _others.Concat(KnownSuffixes.OrderByDescending(suffix => suffix.Length))];
    }

    /// <summary>The known suffixes alone.</summary>
    public static LabelNames Known { get; } = new();

    /// <summary>The name of the image that a file belongs to: its own without folder, extension (<c>.ome.tif</c> is one) and suffix.</summary>
    public string GetKey(string path)
    {
        string name = ImageFiles.GetBaseName(path);
        string? suffix = _suffixes.FirstOrDefault(ending => ImageFiles.HasEnding(name, ending));
        return suffix is null ? name : ImageFiles.GetBaseName(name[..^suffix.Length] + ".");
    }

    /// <summary>Whether the name says that this is a label image.</summary>
    public bool IsLabelImage(string path) => HasSuffix(path, _suffixes);

    /// <summary>Whether the name has one of the further suffixes.</summary>
    public bool IsOther(string path) => HasSuffix(path, _others);

    private static bool HasSuffix(string path, string[] suffixes)
    {
        string name = ImageFiles.GetBaseName(path);
        return suffixes.Any(ending => ImageFiles.HasEnding(name, ending));
    }
}
