using CellSeg.Datasets.Stores;

namespace CellSeg.Datasets.Layouts.TrackingChallenge;

/// <summary>Which masks of a sequence are its labels.</summary>
/// <param name="Masks">The masks by the number of their frame; none where there is no truth.</param>
/// <param name="Note">What users should know of the choice, as a sentence behind the name of the sequence; null for nothing.</param>
internal sealed record SequenceTruth(SortedList<int, StoredFile> Masks, string? Note = null)
{
    /// <summary>
    /// Chooses: what people have drawn where this is all frames, else what programs have found where this is all, else whichever is
    /// more; and where there are no masks at all, the markers of the tracking truth.
    /// </summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="slice">The slice that is chosen, from 0; null for none.</param>
    /// <exception cref="CellSegException">All masks are of single slices, and none is chosen.</exception>
    public static SequenceTruth Choose(ChallengeSequence sequence, int? slice)
    {
        var gold = WithImages(sequence.Gold.ChooseSlice(slice), sequence);
        var silver = WithImages(sequence.Silver.ChooseSlice(slice), sequence);
        var markers = WithImages(sequence.Markers.Files, sequence);
        int images = sequence.Images.Files.Count;
        if (gold.Count > 0 && gold.Count >= silver.Count)
            return new SequenceTruth(gold);
        if (silver.Count > 0)
        {
            return new SequenceTruth(silver, gold.Count == 0
                ? "its labels are the silver truth, which programs have found and nobody has drawn"
                : $"people have drawn the masks of {gold.Count} of its {images} frames, so that its labels are the silver truth, which programs have found");
        }
        if (sequence.Gold.Slices.Count > 0 && slice is null)
        {
            throw new CellSegException(
                sequence.Path, "its masks are those of single slices of a volume, of which none is chosen", "Choose a slice by its number from 0 with -Slice");
        }
        return markers.Count == 0
            ? new SequenceTruth([])
            : new SequenceTruth(
                markers, "it has no masks, so that its labels are the markers of the tracking truth: whole cells in some data sets, dots in others");
    }

    private static SortedList<int, StoredFile> WithImages(SortedList<int, StoredFile> masks, ChallengeSequence sequence)
        => new(masks.Where(pair => sequence.Images.Files.ContainsKey(pair.Key)).ToDictionary());
}
