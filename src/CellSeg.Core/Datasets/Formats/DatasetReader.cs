using CellSeg.Datasets.Layouts;
using CellSeg.Datasets.Layouts.Bbbc038;
using CellSeg.Datasets.Layouts.Coco;
using CellSeg.Datasets.Layouts.DeepCell;
using CellSeg.Datasets.Layouts.Pairs;
using CellSeg.Datasets.Layouts.TrackingChallenge;

namespace CellSeg.Datasets.Formats;

/// <summary>Reads data sets of the known layouts.</summary>
public static class DatasetReader
{
    // In the order in which they are tried: what is looser comes later.
    private static readonly DatasetLayout[] Layouts =
    [
        new NpzLayout(),
        new TrksLayout(),
        new Bbbc038Layout(),
        new CocoLayout(),
        new TrackingChallengeLayout(),
        new CellposeLayout(),
        new LabelFolderLayout(),
        new StackLayout(),
    ];

    /// <summary>Reads a data set from a folder, an archive or a file.</summary>
    /// <param name="path">The folder, archive or file.</param>
    /// <param name="format">Its layout; recognised by the files that are there by default.</param>
    /// <param name="options">What to read; everything when null.</param>
    /// <param name="progress">Told of each movie.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What could be read, and every problem by name.</returns>
    /// <exception cref="CellSegException">Nothing could be read at all, or an option has no meaning for the layout.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DatasetImportResult Import(
        string path,
        DatasetFormat format = DatasetFormat.Auto,
        DatasetImportOptions? options = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Require.Choice(format);
        options ??= new DatasetImportOptions();
        options.Validate();
        var place = DatasetPlace.Open(path);
        if (place.Files is { Files.Count: 0, Refused.Count: 0 })
            throw new CellSegException(path, "it is empty", "Give a folder or archive with images");
        var (layout, recognition) = Choose(place, format, options);
        CheckOptions(layout, options);
        var content = layout.Find(place, options, cancellationToken);
        var import = new MovieImport(options, content, progress, cancellationToken);
        var movies = import.Run();
        var dataset = new CellDataset(options.Name ?? place.Name, place.Path, movies, FindPixelSize(movies));
        return new DatasetImportResult(dataset, [.. place.Files?.Refused ?? [], .. import.Problems])
        {
            Warnings = import.Warnings,
            Format = layout.Format,
            Recognition = recognition,
        };
    }

    private static (DatasetLayout Layout, string Recognition) Choose(DatasetPlace place, DatasetFormat format, DatasetImportOptions options)
    {
        if (format != DatasetFormat.Auto)
        {
            var asked = Array.Find(Layouts, layout => layout.Format == format)!;
            return (asked, asked.Recognise(place, options) ?? "nothing that looks like it");
        }
        var seen = Layouts.Where(layout => FindUnused(layout, options) is null)
            .Select(layout => (Layout: layout, Recognition: layout.Recognise(place, options)))
            .Where(pair => pair.Recognition is not null).ToList();
        if (seen.Count == 0)
        {
            throw new CellSegException(
                place.Path,
                $"it is no data set of a known layout: {string.Join("; ", Layouts.Select(layout => $"{layout.Format} ({layout.Shape})"))}",
                "Give the folder, archive or file that holds one of these, or the layout by -Format to be told what is missing");
        }
        string others = string.Join(" or ", seen.Skip(1).Select(pair => $"{pair.Layout.Format} ({pair.Recognition})"));
        return (seen[0].Layout, seen[0].Recognition + (others.Length == 0 ? "" : $"; it could also be {others}"));
    }

    /// <summary>The size that all movies have; null where they differ or one does not know.</summary>
    private static double? FindPixelSize(IReadOnlyList<CellMovie> movies)
        => movies.Select(movie => movie.PixelSize).Distinct().ToList() is [var only] ? only : null;

    /// <summary>What the user asked for is done or refused, never left out without a word.</summary>
    private static void CheckOptions(DatasetLayout layout, DatasetImportOptions options)
    {
        if (FindUnused(layout, options) is { } name)
        {
            throw new CellSegException(
                name, $"it has no meaning for data in the layout {layout.Format} ({layout.Shape})", "Leave it out, or choose another layout by -Format");
        }
    }

    /// <summary>An option that is given and that a layout has no use for; null where there is none.</summary>
    private static string? FindUnused(DatasetLayout layout, DatasetImportOptions options)
    {
        (string Name, bool IsGiven)[] further =
        [
            (nameof(options.ImagePath), options.ImagePath is not null),
            (nameof(options.LabelPath), options.LabelPath is not null),
            (nameof(options.Suffix), options.Suffix.Count > 0),
            (nameof(options.FilesAreFrames), options.FilesAreFrames),
            (nameof(options.LabelChannel), options.LabelChannel is not null),
            (nameof(options.Slice), options.Slice is not null),
        ];
        return Array.Find(further, option => option.IsGiven && !layout.Takes.Contains(option.Name)).Name;
    }
}
