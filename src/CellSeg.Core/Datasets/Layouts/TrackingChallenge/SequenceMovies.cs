using CellSeg.Datasets.Layouts.Joining;
using CellSeg.Datasets.Stores;

namespace CellSeg.Datasets.Layouts.TrackingChallenge;

/// <summary>The movies of a sequence: one of all its frames, or one of each run of frames that have truth.</summary>
/// <param name="sequence">The sequence.</param>
/// <param name="options">Channels and slice.</param>
internal sealed class SequenceMovies(ChallengeSequence sequence, DatasetImportOptions options)
{
    private readonly SequenceTruth _truth = SequenceTruth.Choose(sequence, options.Slice?.Number);

    /// <summary>Finds the movies.</summary>
    /// <param name="problems">Gets what is wrong with the file of the tracks; the movies are without tracks then.</param>
    /// <returns>The movies, and what is odd about the sequence.</returns>
    public (IReadOnlyList<MovieEntry> Movies, IReadOnlyList<string> Warnings) Find(ICollection<CellSegException> problems)
    {
        var images = sequence.Images.Files;
        bool isLabelled = _truth.Masks.Count > 0;
        var runs = FrameRun.Find(isLabelled ? _truth.Masks.Keys : images.Keys);
        var tracks = ReadTracks(problems);
        var warnings = new List<string>();
        if (sequence.TrackFile is null && sequence.Markers.Files.Count > 0)
            warnings.Add($"{sequence.Path}: there are markers of cells and no {TrackFile.Name} beside them, so that it is without tracks.");
        if (_truth.Note is { } note)
            warnings.Add($"{sequence.Path}: {note}.");
        if (_truth.Masks.Count < images.Count && isLabelled)
        {
            warnings.Add(
                $"{sequence.Path}: {_truth.Masks.Count} of its {images.Count} frames have masks; they are {runs.Count} movies of frames in a row, "
                + "the others are left out.");
        }
        else if (runs.Count > 1)
            warnings.Add($"{sequence.Path}: some of its frames are missing, so that it is {runs.Count} movies of frames in a row.");
        bool isWhole = runs is [var only] && only.Count == images.Count;
        return ([.. runs.Select(run => CreateEntry(run, isWhole ? sequence.Name : $"{sequence.Name}-{run}", tracks))], warnings);
    }

    private MovieEntry CreateEntry(FrameRun run, string name, IReadOnlyList<CellTrack>? tracks)
    {
        var warnings = new List<string>();
        return new MovieEntry(name, sequence.Path, () => Open(run, name, tracks, warnings)) { FindWarnings = () => warnings };
    }

    private CellMovie Open(FrameRun run, string name, IReadOnlyList<CellTrack>? tracks, List<string> warnings)
    {
        var images = OpenFiles(sequence.Images.Files, ChallengeFrame.OpenImage);
        var masks = _truth.Masks.Count == 0 ? null : OpenFiles(_truth.Masks, ChallengeFrame.OpenLabels);
        var links = masks is null || tracks is null ? null : Link(masks, tracks);
        return links is null
            ? LabelledMovie.Create(name, images, masks)
            : LabelledMovie.Create(name, images, masks!.Derive(masks.ReadImage, frame => links.Apply(frame, masks.ReadLabels(frame))), links.Tracks);

        CellMovie OpenFiles(SortedList<int, StoredFile> files, Func<StoredFile, DatasetImportOptions, CellMovie> open) => FileSequence.Open(
            name, sequence.Path, [.. Enumerable.Range(run.First, run.Count).Select(number => files[number])], file => open(file, options));

        TrackLinks? Link(CellMovie found, IReadOnlyList<CellTrack> all)
        {
            string? reason = "some of its frames have no markers";
            var links = Enumerable.Range(run.First, run.Count).All(sequence.Markers.Files.ContainsKey)
                ? TrackLinks.Find(found, OpenFiles(sequence.Markers.Files, ChallengeFrame.OpenLabels), CellTrack.Cut(all, run.First, run.Count), out reason)
                : null;
            if (reason is not null)
                warnings.Add($"{sequence.Path}: the movie {name} is without tracks: {reason}.");
            return links;
        }
    }

    /// <summary>The tracks by the numbers of frames; null where there are none, or they make no sense.</summary>
    private IReadOnlyList<CellTrack>? ReadTracks(ICollection<CellSegException> problems)
    {
        if (sequence.TrackFile is not { } file)
            return null;
        try
        {
            return TrackFile.Read(file.Store.ReadAllBytes(file.Name), file.FullName);
        }
        catch (CellSegException e)
        {
            problems.Add(e);
            return null;
        }
    }
}
