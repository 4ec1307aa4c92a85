using CellSeg.Datasets.Layouts;
using CellSeg.Imaging.Selection;

namespace CellSeg.Studies.Plans;

/// <summary>Where a data set of a study is and how it is read; or of which others it is made.</summary>
public sealed record StudyDataset
{
    // Letters, digits and a few signs: names become those of folders on any system.
    private const string NameSigns = "._-";

    /// <summary>Its name in the study: letters, digits, points, underscores and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The folder, archive or file, which every machine that trains must see under this name; null for one that is made of
    /// <see cref="Parts"/>. In a plan that is read from a file, a relative path starts at the folder of the file.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>Its layout. Default: recognised by the files that are there.</summary>
    public DatasetFormat Format { get; init; }

    /// <summary>The label images, where the path names the images alone; null finds them by their names.</summary>
    public string? LabelPath { get; init; }

    /// <summary>A text file with the names of the movies to read, one a line; null reads all.</summary>
    public string? IncludeListPath { get; init; }

    /// <summary>The channels to read, by number from 0 or by name; all when empty.</summary>
    public IReadOnlyList<string> Channel { get; init; } = [];

    /// <summary>Micrometres a pixel, above 0, in place of what the files say; null takes theirs.</summary>
    public double? PixelSize { get; init; }

    /// <summary>Micrometres a pixel, above 0, that images and labels are scaled to; null leaves them as they are.</summary>
    public double? ScaleToPixelSize { get; init; }

    /// <summary>Whether cells are dark on bright ground. Default: they are bright.</summary>
    public bool Invert { get; init; }

    /// <summary>The names of other data sets of the study whose movies this one has, in their order; empty where it has a path.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>How its files are read.</summary>
    internal DatasetImportOptions Options => new()
    {
        Name = Name,
        LabelPath = LabelPath,
        IncludeListPath = IncludeListPath,
        Channel = [.. Channel.Select(ChannelSelector.Parse)],
        PixelSize = PixelSize,
        ScaleToPixelSize = ScaleToPixelSize,
        Invert = Invert,
    };

    /// <summary>The same with full paths.</summary>
    /// <param name="folder">The folder at which relative ones start.</param>
    internal StudyDataset WithFullPaths(string folder) => this with
    {
        Path = GetFull(Path, folder),
        LabelPath = GetFull(LabelPath, folder),
        IncludeListPath = GetFull(IncludeListPath, folder),
    };

    /// <summary>Throws when a value is out of its range, or two contradict each other.</summary>
    /// <exception cref="CellSegException">They do; the target is the property.</exception>
    internal void Validate()
    {
        Require.That(
            Name.Length > 0 && Name.All(sign => char.IsAsciiLetterOrDigit(sign) || NameSigns.Contains(sign, StringComparison.Ordinal)) && Name[0] != '.',
            $"'{Name}'", "made of letters, digits, points, underscores and hyphens", nameof(Name));
        Require.Choice(Format);
        Require.Above(PixelSize, 0.0);
        Require.Above(ScaleToPixelSize, 0.0);
        foreach (string channel in Channel)
            Require.That(channel.Trim() is { Length: > 0 } and not ['-', >= '0' and <= '9', ..], channel, "a number from 0 or a name", nameof(Channel));
        if (string.IsNullOrWhiteSpace(Path) == (Parts.Count == 0))
        {
            throw new CellSegException(
                nameof(Path), Parts.Count == 0 ? $"the data set {Name} has none" : $"the data set {Name} has parts besides",
                $"Give either a path or, by {nameof(Parts)}, the data sets that it is made of");
        }
        bool isRead = Format != DatasetFormat.Auto || LabelPath is not null || IncludeListPath is not null || Channel.Count > 0 || PixelSize is not null
            || ScaleToPixelSize is not null || Invert;
        Require.That(
            Parts.Count == 0 || !isRead, Name, "read as its parts say, and has no format, label path, list, channel or pixel size of its own", nameof(Parts));
    }

    private static string? GetFull(string? path, string folder) => path is null ? null : System.IO.Path.GetFullPath(path, folder);
}
