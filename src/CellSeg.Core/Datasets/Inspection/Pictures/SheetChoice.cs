using CellSeg.Datasets.Inspection.Findings;
using CellSeg.Numerics;

namespace CellSeg.Datasets.Inspection.Pictures;

/// <summary>Chooses the frames of a contact sheet: those with findings before the others.</summary>
internal static class SheetChoice
{
    /// <summary>
    /// Chooses frames: first those with errors, then those with warnings, then the others with findings, of each severity one of
    /// every kind in turns, so that rare kinds are seen beside frequent ones. Places that are left go to frames without findings,
    /// evenly over the set.
    /// </summary>
    /// <param name="frames">All frames.</param>
    /// <param name="count">How many to choose at most.</param>
    /// <returns>The worst first, those of one severity in the order of the set.</returns>
    public static IReadOnlyList<FrameSummary> Choose(IReadOnlyList<FrameSummary> frames, int count)
    {
        var chosen = new List<(int Place, FrameSummary Frame)>();
        var placed = frames.Select((frame, place) => (Place: place, Frame: frame)).ToLookup(entry => entry.Frame.Severity);
        foreach (var severity in Enum.GetValues<FindingSeverity>().OrderDescending())
        {
            var kinds = placed[severity].GroupBy(entry => entry.Frame.Own[0].Kind);
            var inTurns = kinds.SelectMany(kind => kind.Index()).OrderBy(entry => entry.Index).Select(entry => entry.Item);
            chosen.AddRange(inTurns.Take(count - chosen.Count).OrderBy(entry => entry.Place));
        }
        chosen.AddRange(EvenSample.Take([.. placed[null]], count - chosen.Count));
        return [.. chosen.Select(entry => entry.Frame)];
    }
}
