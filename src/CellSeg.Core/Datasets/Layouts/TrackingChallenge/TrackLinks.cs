using CellSeg.Imaging;

namespace CellSeg.Datasets.Layouts.TrackingChallenge;

/// <summary>
/// Which mask is which tracked cell. The masks of the challenge have ids of their own: the marker of a cell lies in its mask, by
/// more than half as everywhere in the challenge, and where each mask has one marker and each marker one mask they are the same.
/// </summary>
internal sealed class TrackLinks
{
    private readonly Dictionary<int, int>?[] _ids;

    private TrackLinks(Dictionary<int, int>?[] ids, IReadOnlyList<CellTrack> tracks) => (_ids, Tracks) = (ids, tracks);

    /// <summary>The tracks of those cells that there are, by their masks.</summary>
    public IReadOnlyList<CellTrack> Tracks { get; }

    /// <summary>Looks at all frames of a movie.</summary>
    /// <param name="masks">The masks.</param>
    /// <param name="markers">The markers of as many frames.</param>
    /// <param name="tracks">The tracks, whose labels are the ids of markers, with frames counted from the first one of the movie.</param>
    /// <param name="reason">Why masks and tracks do not belong together; null where they do.</param>
    /// <returns>Null where they do not.</returns>
    /// <exception cref="CellSegException">A frame cannot be read.</exception>
    public static TrackLinks? Find(CellMovie masks, CellMovie markers, IReadOnlyList<CellTrack> tracks, out string? reason)
    {
        var byLabel = tracks.ToDictionary(track => track.Label);
        var seen = new Dictionary<int, CellTrack>();
        var ids = new Dictionary<int, int>?[masks.FrameCount];
        for (int frame = 0; frame < masks.FrameCount; frame++)
        {
            if (LinkFrame(masks.ReadLabels(frame), markers.ReadLabels(frame), out reason) is not { } links)
                return Fail(ref reason, frame);
            foreach (int label in links.Values)
            {
                if (!byLabel.TryGetValue(label, out var track) || frame < track.FirstFrame || frame > track.LastFrame)
                {
                    reason = $"the cell {label} is there, and {TrackFile.Name} does not say so";
                    return Fail(ref reason, frame);
                }
                seen[label] = seen.TryGetValue(label, out var known) ? known with { LastFrame = frame } : track with { FirstFrame = frame, LastFrame = frame };
            }
            ids[frame] = links.All(pair => pair.Key == pair.Value) ? null : links;
        }
        reason = null;
        return new TrackLinks(ids, [.. tracks.Where(track => seen.ContainsKey(track.Label)).Select(track => seen[track.Label] with
        {
            Parent = track.Parent is { } parent && seen.ContainsKey(parent) ? parent : null,
        })]);
    }

    /// <summary>The labels of a frame with the ids of its tracks in place of those of its masks.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <param name="labels">Its labels, which are changed.</param>
    public LabelImage Apply(int frame, LabelImage labels)
    {
        if (_ids[frame] is not { } ids)
            return labels;
        foreach (ref int label in labels.Pixels.AsSpan())
        {
            if (label != 0)
                label = ids[label];
        }
        return labels;
    }

    private static TrackLinks? Fail(ref string? reason, int frame)
    {
        reason = FormattableString.Invariant($"in its frame {frame} (from 0) {reason}");
        return null;
    }

    /// <returns>The marker of each mask; null, with a reason, where they are not one to one.</returns>
    private static Dictionary<int, int>? LinkFrame(LabelImage masks, LabelImage markers, out string? reason)
    {
        if ((masks.Height, masks.Width) != (markers.Height, markers.Width))
        {
            reason = "masks and markers differ in size";
            return null;
        }
        var overlaps = new Dictionary<(int Mask, int Marker), int>();
        for (int i = 0; i < masks.Pixels.Length; i++)
        {
            if (masks.Pixels[i] != 0 && markers.Pixels[i] != 0)
                overlaps[(masks.Pixels[i], markers.Pixels[i])] = overlaps.GetValueOrDefault((masks.Pixels[i], markers.Pixels[i])) + 1;
        }
        var areas = markers.GetAreas();
        var pairs = overlaps.Where(pair => 2L * pair.Value > areas[pair.Key.Marker]).Select(pair => pair.Key).ToList();
        int maskCount = masks.CountCells(), shared = pairs.Count - pairs.DistinctBy(pair => pair.Mask).Count();
        reason = shared > 0 ? $"a mask has the markers of several cells ({shared} more than masks)"
            : pairs.Count < areas.Count ? $"{areas.Count - pairs.Count} of {areas.Count} tracked cells have no mask"
            : pairs.Count < maskCount ? $"{maskCount - pairs.Count} of {maskCount} masks have no tracked cell"
            : null;
        return reason is null ? pairs.ToDictionary(pair => pair.Mask, pair => pair.Marker) : null;
    }
}
