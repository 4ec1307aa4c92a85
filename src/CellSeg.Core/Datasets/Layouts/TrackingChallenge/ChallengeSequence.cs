using System.Text.RegularExpressions;
using CellSeg.Datasets.Stores;

namespace CellSeg.Datasets.Layouts.TrackingChallenge;

/// <summary>A sequence of the challenge: its images and what truth there is, by the names of files.</summary>
/// <param name="Name">Its name, such as <c>01</c>; with the folder of its data set where there are several.</param>
/// <param name="Path">The folder of its images, for messages.</param>
/// <param name="Images">The images.</param>
internal sealed partial record ChallengeSequence(string Name, string Path, ChallengeFolder Images)
{
    private const string TruthEnding = "_GT", SilverEnding = "_ST", MaskFolder = "SEG", MarkerFolder = "TRA";

    /// <summary>Masks that people have drawn.</summary>
    public required ChallengeFolder Gold { get; init; }

    /// <summary>Masks that programs have found.</summary>
    public required ChallengeFolder Silver { get; init; }

    /// <summary>Markers of each cell.</summary>
    public required ChallengeFolder Markers { get; init; }

    /// <summary>The lineage; null where there is none.</summary>
    public StoredFile? TrackFile { get; init; }

    /// <summary>Whether there is any truth.</summary>
    public bool HasTruth => Gold.Files.Count + Gold.Slices.Count + Silver.Files.Count + Silver.Slices.Count + Markers.Files.Count > 0;

    /// <summary>Finds the sequences of a data set, of several in one folder, or the one whose folder this is.</summary>
    /// <param name="place">The folder or archive.</param>
    public static IReadOnlyList<ChallengeSequence> FindIn(DatasetPlace place)
    {
        if (place.Files is not { } store)
            return [];
        var files = new StoredFolders(store);
        if (FindOwn(place, files) is { } own)
            return [own];
        string[] names = [.. files.Names.Where(folder => IsSequenceName(LastPart(folder)) && ChallengeFolder.OfImages(files[folder]).Files.Count > 0)];
        // The folder that everything lies in says nothing.
        string[] parents = [.. names.Select(Parent).Distinct()];
        return [.. names.Select(name => Create(
            parents.Length == 1 ? LastPart(name) : name, store.GetFullName(name), files[name], ending => (files, name + ending)))];
    }

    /// <summary>The folders of truth of which the images are not there.</summary>
    /// <param name="place">The folder or archive.</param>
    /// <param name="sequences">The sequences that were found.</param>
    public static IEnumerable<string> FindLonelyTruth(DatasetPlace place, IReadOnlyList<ChallengeSequence> sequences)
    {
        var known = sequences.SelectMany(sequence => new[] { sequence.Path + TruthEnding, sequence.Path + SilverEnding }).ToHashSet();
        return place.Files is not { } store ? [] : store.Files
            .Select(file => TruthFolder().Match(file)).Where(match => match.Success).Select(match => store.GetFullName(match.Value)).Distinct()
            .Where(folder => !known.Contains(folder));
    }

    /// <summary>Whether this is the name of a sequence.</summary>
    public static bool IsSequenceName(string name) => SequenceName().IsMatch(name);

    /// <summary>The folder itself as a sequence, where it holds images; its truth lies in folders beside it.</summary>
    private static ChallengeSequence? FindOwn(DatasetPlace place, StoredFolders files)
    {
        if (!place.IsFolder || ChallengeFolder.OfImages(files[""]).Files.Count == 0)
            return null;
        string[] beside = [.. new[] { TruthEnding, SilverEnding }.Where(ending => Directory.Exists(place.Path + ending))];
        return beside.Length == 0 && !IsSequenceName(place.Name) ? null : Create(place.Name, place.Path, files[""], ending =>
            beside.Contains(ending) ? (new StoredFolders(new FolderFileStore(place.Path + ending)), "") : null);
    }

    private static ChallengeSequence Create(
        string name, string path, IReadOnlyList<StoredFile> images, Func<string, (StoredFolders Files, string Folder)?> findBeside)
    {
        var gold = findBeside(TruthEnding);
        var markers = FilesOf(gold, MarkerFolder);
        return new ChallengeSequence(name, path, ChallengeFolder.OfImages(images))
        {
            Gold = ChallengeFolder.OfMasks(FilesOf(gold, MaskFolder)),
            Silver = ChallengeFolder.OfMasks(FilesOf(findBeside(SilverEnding), MaskFolder)),
            Markers = ChallengeFolder.OfMarkers(markers),
            TrackFile = markers.FirstOrDefault(file => LastPart(file.Name) == TrackingChallenge.TrackFile.Name),
        };
    }

    private static IReadOnlyList<StoredFile> FilesOf((StoredFolders Files, string Folder)? truth, string below)
        => truth is var (files, folder) ? files[StoredFolders.Combine(folder, below)] : [];

    private static string LastPart(string folder) => folder[(folder.LastIndexOf('/') + 1)..];

    private static string Parent(string folder) => folder[..Math.Max(folder.LastIndexOf('/'), 0)];

    [GeneratedRegex("^[0-9]{2,}$", RegexOptions.CultureInvariant)]
    private static partial Regex SequenceName();

    [GeneratedRegex("^(?:.*/)?[0-9]{2,}_[GS]T(?=/(?:SEG|TRA)/man_(?:seg|track))", RegexOptions.CultureInvariant)]
    private static partial Regex TruthFolder();
}
