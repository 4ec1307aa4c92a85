namespace CellSeg.Datasets.Layouts.TrackingChallenge;

/// <summary>
/// The layout of the Cell Tracking Challenge: sequences <c>01</c>, <c>02</c>, … of images <c>t000.tif</c>, with masks that people have
/// drawn in <c>01_GT/SEG</c>, markers and lineage in <c>01_GT/TRA</c>, and masks that programs have found in <c>01_ST/SEG</c>
/// (celltrackingchallenge.net, "Naming and file content conventions"). Masks of some frames only are movies of these frames.
/// </summary>
internal sealed class TrackingChallengeLayout : DatasetLayout
{
    /// <inheritdoc/>
    public override DatasetFormat Format => DatasetFormat.CellTrackingChallenge;

    /// <inheritdoc/>
    public override string Shape => "01/t000.tif with 01_GT/SEG/man_seg000.tif or 01_ST/SEG/man_seg000.tif";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Takes { get; } = [nameof(DatasetImportOptions.LabelChannel), nameof(DatasetImportOptions.Slice)];

    /// <inheritdoc/>
    public override string? Recognise(DatasetPlace place, DatasetImportOptions options)
    {
        var found = ChallengeSequence.FindIn(place);
        int images = found.Sum(sequence => sequence.Images.Files.Count), labelled = found.Count(sequence => sequence.HasTruth);
        return found.Count == 0 ? null : FormattableString.Invariant($"{found.Count} sequences of {images} images, {labelled} of them with truth");
    }

    /// <inheritdoc/>
    public override LayoutContent Find(DatasetPlace place, DatasetImportOptions options, CancellationToken cancellationToken)
    {
        var sequences = ChallengeSequence.FindIn(place);
        if (sequences.Count == 0)
            throw NothingHere(place, "Give the folder that holds 01 and 01_GT, the zip archive of it, or the folder 01");
        bool hasTruth = sequences.Any(sequence => sequence.HasTruth);
        var movies = new List<MovieEntry>();
        var problems = new List<CellSegException>();
        var warnings = new List<string>();
        if (!hasTruth)
            warnings.Add($"{place.Path}: no sequence has truth, so that its movies can be segmented, and not be trained on or judged by.");
        problems.AddRange(ChallengeSequence.FindLonelyTruth(place, sequences).Select(folder =>
            new CellSegException(folder, "the images of this truth are not there", "Add them, or leave the folder out")));
        foreach (var sequence in sequences)
        {
            if (hasTruth && !sequence.HasTruth)
            {
                problems.Add(new CellSegException(
                    sequence.Path, "there is no truth for this sequence, as there is for others", "Add it, or leave the sequence out"));
            }
            else
                Add(sequence);
        }
        return new LayoutContent(movies) { Problems = problems, Warnings = warnings };

        void Add(ChallengeSequence sequence)
        {
            try
            {
                var (found, notes) = new SequenceMovies(sequence, options).Find(problems);
                movies.AddRange(found);
                warnings.AddRange(notes);
            }
            catch (CellSegException e)
            {
                problems.Add(e);
            }
        }
    }
}
