namespace CellSeg.Inference.Batches;

/// <summary>How the images of a call went: each frame of a movie is one.</summary>
/// <param name="Segmented">Images that were segmented now.</param>
/// <param name="Skipped">Images that were finished before and passed over.</param>
/// <param name="Failed">Images and files that could not be segmented.</param>
public sealed record BatchSummary(int Segmented, int Skipped, int Failed)
{
    /// <summary>The counts, for people.</summary>
    public override string ToString() => FormattableString.Invariant($"{Segmented} segmented, {Skipped} done before, {Failed} failed");
}
