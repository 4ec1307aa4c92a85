using CellSeg.Datasets.Layouts.Joining;
using CellSeg.Imaging.Naming;

namespace CellSeg.Datasets.Layouts.Pairs;

/// <summary>
/// One image file, of one frame or many, with a label file of as many frames: the one beside it that has its name and an ending
/// such as <c>_labels</c>, or the one that the user names.
/// </summary>
internal sealed class StackLayout : DatasetLayout
{
    /// <inheritdoc/>
    public override DatasetFormat Format => DatasetFormat.Stack;

    /// <inheritdoc/>
    public override string Shape => "an image file with NAME_labels.tif beside it";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Takes { get; } =
    [
        nameof(DatasetImportOptions.LabelPath), nameof(DatasetImportOptions.Suffix), nameof(DatasetImportOptions.LabelChannel),
        nameof(DatasetImportOptions.Slice),
    ];

    /// <inheritdoc/>
    public override string? Recognise(DatasetPlace place, DatasetImportOptions options)
    {
        if (!IsImage(place))
            return null;
        try
        {
            return FindPartner(place.Path, options) is { } partner ? $"an image file with the labels of {partner.Path}" : "an image file without a label file";
        }
        catch (CellSegException)
        {
            // What is wrong with its labels is told when they are looked for.
            return "an image file";
        }
    }

    /// <inheritdoc/>
    public override LayoutContent Find(DatasetPlace place, DatasetImportOptions options, CancellationToken cancellationToken)
    {
        if (!IsImage(place))
            throw NothingHere(place, "Give an image file; folders are read as LabelFolder");
        string path = place.Path, name = ImageFiles.GetBaseName(path);
        if (options.LabelPath is null && new LabelNames(options.Suffix).IsLabelImage(path))
        {
            throw new CellSegException(
                path, "by its name it is a label file", "Give the image that it belongs to or, where it is an image, its labels by -LabelPath");
        }
        var partner = FindPartner(path, options);
        return new LayoutContent([new MovieEntry(name, path, Open)])
        {
            Warnings = partner is not null ? [] :
            [
                $"{path}: there is no label file beside it, such as {name}{ImageFiles.LabelSuffix}.tif, so that the movie has no truth: it can be segmented, "
                + "and not be trained on or judged by. -LabelPath names its labels where they are elsewhere.",
            ],
        };

        CellMovie Open()
        {
            var images = CellMovie.Open(path, options.Images);
            var labels = partner is null ? null : PartnerMovie.Open(partner, images, file => CellMovie.OpenLabels(file, options.Labels));
            return LabelledMovie.Create(name, images, labels);
        }
    }

    private static bool IsImage(DatasetPlace place) => place is { IsFolder: false, Files: null } && ImageFiles.HasImageExtension(place.Path);

    private static FilePartner? FindPartner(string path, DatasetImportOptions options)
    {
        var names = new LabelNames(options.Suffix);
        if (options.LabelPath is { } given && !Directory.Exists(given))
        {
            return File.Exists(given)
                ? new FilePartner(given)
                : throw new CellSegException(given, "there is no such file", "Check the path") { IsMissing = true };
        }
        var listing = FileListing.OfFolder(options.LabelPath ?? Path.GetDirectoryName(path)!, names);
        var labels = options.LabelPath is null ? listing.Labels : listing.FindLabels();
        var partners = new FilePartners(names);
        // Others of the folder may be as they like.
        foreach (string label in labels.Where(label => label != path && IsOf(names.GetKey(label), ImageFiles.GetBaseName(path))))
            partners.Add(label);
        var partner = partners.Take(path);
        return partner is not null || options.LabelPath is not { } folder
            ? partner
            : throw new CellSegException(folder, $"none of its label files has the name of {path}", "Give the label file itself");
    }

    private static bool IsOf(string key, string image)
        => string.Equals(key, image, StringComparison.OrdinalIgnoreCase)
            || string.Equals(FrameName.Parse(key)?.Movie, image, StringComparison.OrdinalIgnoreCase)
            || string.Equals(key, FrameName.Parse(image)?.Movie, StringComparison.OrdinalIgnoreCase);
}
