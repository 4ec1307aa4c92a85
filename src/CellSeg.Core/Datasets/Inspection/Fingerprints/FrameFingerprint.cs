using CellSeg.Imaging;

namespace CellSeg.Datasets.Inspection.Fingerprints;

/// <summary>
/// What tells a frame from others by its content: two frames have the same image hash if and only if one is a copy of the
/// other, whether turned, mirrored, or with another contrast that leaves all grey levels apart (<see cref="IntensityRanks"/>).
/// </summary>
/// <param name="Image">The hash of the image.</param>
/// <param name="View">The symmetry that leads from the image to what was hashed.</param>
/// <param name="Labels">The hash of the cells, whatever their ids, looked at in the same way; null without label image.</param>
internal sealed record FrameFingerprint(string Image, SquareSymmetry View, string? Labels)
{
    /// <summary>Takes the fingerprint of a frame.</summary>
    /// <param name="ranks">The ranks of all channels that are not constant and not the same as another, plane by plane.</param>
    /// <param name="size">The size of the image.</param>
    /// <param name="labels">Its cells, in an image of the same size; null without.</param>
    public static FrameFingerprint Create(ReadOnlySpan<int> ranks, FrameSize size, LabelImage? labels)
    {
        var views = CanonicalView.Find(ranks, size);
        // Where the image looks the same by several views, the cells perhaps do not.
        string? cells = labels is null ? null : views.Select(view => ContentHash.OfLabels(labels, view)).Min(StringComparer.Ordinal);
        return new FrameFingerprint(ContentHash.OfPlanes(ranks, size, views[0]), views[0], cells);
    }

    /// <summary>What has to be done to the image of this frame to get that of another one with the same hash.</summary>
    public SquareSymmetry GetWayTo(FrameFingerprint other) => View.Then(other.View.Inverse);
}
