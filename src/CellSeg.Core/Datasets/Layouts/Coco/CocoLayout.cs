using CellSeg.Imaging.Naming;

namespace CellSeg.Datasets.Layouts.Coco;

/// <summary>
/// The layout of COCO (Microsoft's Common Objects in Context, 2014) as LIVECell and labelling programs write it: a JSON file with
/// the lists <c>images</c> and <c>annotations</c>, each of these a cell with polygons or run lengths. Where cells overlap, the first in
/// the order of the file keeps the pixel.
/// </summary>
internal sealed class CocoLayout : DatasetLayout
{
    private const string Extension = ".json";

    /// <inheritdoc/>
    public override DatasetFormat Format => DatasetFormat.Coco;

    /// <inheritdoc/>
    public override string Shape => "a .json file with the lists images and annotations, and the images that it names";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Takes => [nameof(DatasetImportOptions.ImagePath), nameof(DatasetImportOptions.Slice)];

    /// <inheritdoc/>
    public override string? Recognise(DatasetPlace place, DatasetImportOptions options) => FindFiles(place) switch
    {
        [] => null,
        [var only] => $"the annotations of {Path.GetFileName(only)}",
        var several => $"{several.Count} files of annotations, such as {Path.GetFileName(several[0])}",
    };

    /// <inheritdoc/>
    public override LayoutContent Find(DatasetPlace place, DatasetImportOptions options, CancellationToken cancellationToken)
    {
        string path = FindFiles(place) switch
        {
            [var only] => only,
            [] when place.Extension == Extension => place.Path,
            [] => throw NothingHere(place, "Give the .json file of the annotations"),
            var several => throw new CellSegException(
                place.Path, $"there are {several.Count} files of annotations: {string.Join(", ", several.Select(Path.GetFileName))}", "Give one of them"),
        };
        var index = CocoIndex.Read(path, cancellationToken);
        var files = new CocoFiles(path, options.ImagePath);
        var images = Name(index.Images).Select(pair => new CocoMovie(index, files, pair.Image, pair.Name)).ToList();
        return new LayoutContent([.. images.Select(image => Describe(image, options))])
        {
            Problems = index.Problems,
            Warnings = index.Warnings,
        };
    }

    private static MovieEntry Describe(CocoMovie image, DatasetImportOptions options)
        => new(image.Name, image.FileName, () => image.Open(options.Images)) { FindWarnings = image.FindWarnings };

    /// <summary>Names without folders and extensions, where these tell the images apart.</summary>
    private static IEnumerable<(CocoImage Image, string Name)> Name(IReadOnlyList<CocoImage> images)
    {
        string[] names = [.. images.Select(image => ImageFiles.GetBaseName(image.FileName))];
        bool areUnique = names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Length;
        return images.Select((image, i) => (image, areUnique ? names[i] : image.FileName));
    }

    /// <summary>The annotation files: the one that is given, or those of a folder and of its folder annotations.</summary>
    private static List<string> FindFiles(DatasetPlace place)
    {
        if (!place.IsFolder)
            return place.Extension == Extension && CocoIndex.IsKnown(place.Path) ? [place.Path] : [];
        return [.. ((string[])[place.Path, Path.Combine(place.Path, "annotations")]).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*" + Extension)).Order(StringComparer.Ordinal).Where(CocoIndex.IsKnown)];
    }
}
