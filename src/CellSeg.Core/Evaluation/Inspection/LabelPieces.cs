using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;
using CellSeg.Imaging.Morphology.Runs;

namespace CellSeg.Evaluation.Inspection;

/// <summary>
/// The pieces that the ids of a label image stand for: pixels of one id that touch each other, by edges or by corners. Their
/// numbers tell cells from other images.
/// </summary>
internal sealed class LabelPieces
{
    // What is left of a piece where neighbouring pixels mostly differ.
    private const int LargestSpeck = 2;

    private LabelPieces()
    {
    }

    /// <summary>An id that there is; 0 without any.</summary>
    public int AnyId { get; private init; }

    /// <summary>How many different ids there are.</summary>
    public int IdCount { get; private init; }

    /// <summary>How many pieces they stand for.</summary>
    public int PieceCount { get; private init; }

    /// <summary>How many of these have one or two pixels.</summary>
    public int SpeckCount { get; private init; }

    /// <summary>Pixels that have an id.</summary>
    public int PixelCount { get; private init; }

    /// <summary>Pixels that have an id, and another one than their right neighbour has.</summary>
    public int ContactCount { get; private init; }

    /// <summary>Counts the pieces of a label image.</summary>
    public static LabelPieces Count(LabelImage labels)
    {
        using var runs = new RunList();
        int[] areas = new int[ConnectedComponents.FindRegions<int>(labels.Pixels, labels.Height, labels.Width, PixelConnectivity.Eight, runs)];
        var ids = new HashSet<int>();
        int contacts = 0, last = 0;
        foreach (ref readonly var run in runs.Span)
        {
            areas[run.Region - 1] += run.Length;
            ids.Add(labels.Pixels[run.Start]);
            if (run.Start == last && run.Start % labels.Width != 0)
                contacts++;
            last = run.End;
        }
        return new LabelPieces
        {
            AnyId = ids.FirstOrDefault(),
            IdCount = ids.Count,
            PieceCount = areas.Length,
            SpeckCount = areas.Count(area => area <= LargestSpeck),
            PixelCount = areas.Sum(),
            ContactCount = contacts,
        };
    }

    /// <summary>Makes each piece an id of its own, numbered 1, 2, … in the order of their first pixels.</summary>
    public static LabelImage Number(LabelImage labels)
    {
        int[] numbers = new int[labels.Pixels.Length];
        ConnectedComponents.Label<int>(labels.Pixels, labels.Height, labels.Width, PixelConnectivity.Eight, numbers);
        return new LabelImage(labels.Height, labels.Width, numbers);
    }
}
