namespace CellSeg.Imaging.Naming;

/// <summary>
/// What names say of files: the labels of <c>NAME.tif</c> are <c>NAME_labels.tif</c>, a picture of them is
/// <c>NAME_overlay.png</c>, one of their errors <c>NAME_errors.png</c>, a table of them <c>NAME_cells.csv</c>, and their outlines
/// <c>NAME_rois.zip</c>, <c>NAME_cells.geojson</c> and <c>NAME_outlines.txt</c>. Whatever is written is called by these suffixes, and
/// told by them again; <see cref="LabelNames"/> knows those of other programs.
/// </summary>
public static class ImageFiles
{
    /// <summary>What this library appends to the name of a label image.</summary>
    public const string LabelSuffix = "_labels";

    /// <summary>What this library appends to the name of a picture for people.</summary>
    public const string OverlaySuffix = "_overlay";

    /// <summary>What this library appends to the name of a picture of what is right and wrong.</summary>
    public const string ErrorsSuffix = "_errors";

    /// <summary>What this library appends to the name of a table of cells, and of cells as GeoJSON.</summary>
    public const string CellsSuffix = "_cells";

    /// <summary>What this library appends to the name of a set of regions for ImageJ.</summary>
    public const string RoisSuffix = "_rois";

    /// <summary>What this library appends to the name of a text of outlines.</summary>
    public const string OutlinesSuffix = "_outlines";

    /// <summary>What the names of the records and locks of a batch begin with.</summary>
    public const string BatchPrefix = "cellseg-batch";

    /// <summary>The table of the images of a batch.</summary>
    public const string BatchTableName = "cellseg-images.csv";

    private const string OmeEnding = ".ome";

    // .btf, .tf2 and .tf8 are TIFF beyond 4 GB, .lsm is TIFF whose thumbnails are marked as such. Not .stk, whose planes
    // stand where no TIFF reader looks.
    private static readonly string[] Extensions =
        [".tif", ".tiff", ".btf", ".tf2", ".tf8", ".lsm", ".png", ".jpg", ".jpeg", ".bmp", ".gif"];

    private static readonly string[] ResultEndings =
    [
        OverlaySuffix + ".png", ErrorsSuffix + ".png", CellsSuffix + ".csv", CellsSuffix + ".geojson", RoisSuffix + ".zip", OutlinesSuffix + ".txt",
    ];

    private static readonly string[] BatchExtensions = [".jsonl", ".lock"];

    // What Windows, macOS and network drives leave in every folder, beside what is hidden by a dot.
    private static readonly string[] Junk =
        ["Thumbs.db", "ehthumbs.db", "desktop.ini", "Icon\r", "__MACOSX", "$RECYCLE.BIN", "System Volume Information", "@eaDir"];

    /// <summary>The file's name without folder and extension; <c>.ome.tif</c> is one extension.</summary>
    public static string GetBaseName(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return HasEnding(name, OmeEnding) ? name[..^OmeEnding.Length] : name;
    }

    /// <summary>Whether the extension is that of a kind of images that can be read.</summary>
    public static bool HasImageExtension(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether this is a picture, a table or outlines that the library writes, by its name.</summary>
    public static bool IsResult(string path) => ResultEndings.Any(ending => HasEnding(Path.GetFileName(path), ending));

    /// <summary>Whether this is what a batch writes about itself, by its name: its records, its locks and the table of its images.</summary>
    public static bool IsBatchFile(string path)
    {
        string name = Path.GetFileName(path);
        return name.Equals(BatchTableName, StringComparison.OrdinalIgnoreCase)
            || (name.StartsWith(BatchPrefix, StringComparison.OrdinalIgnoreCase)
                && BatchExtensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether an operating system left this file or folder, or hides it; it is no one's data.</summary>
    public static bool IsJunk(string path)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        return name.StartsWith('.') || Junk.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether a name goes on before an ending, in capital or small letters.</summary>
    internal static bool HasEnding(string name, string ending)
        => name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
