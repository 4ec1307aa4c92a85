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

    // Fewer pieces make no statement.
    private const int FewestSpecks = 64;
    private const int LeastShareOfContacts = 8;
    private const int MostPiecesOfId = 5;

    private LabelPieces()
    {
    }

    /// <summary>How many pieces each id stands for, by ids in the order of their first pixels.</summary>
    public required IReadOnlyDictionary<int, int> PiecesOfId { get; init; }

    /// <summary>How many different ids there are.</summary>
    public int IdCount => PiecesOfId.Count;

    /// <summary>How many pieces they stand for.</summary>
    public int PieceCount { get; private init; }

    /// <summary>How many of these have one or two pixels.</summary>
    public int SpeckCount { get; private init; }

    /// <summary>Pixels that have an id.</summary>
    public int PixelCount { get; private init; }

    /// <summary>Pixels that have an id, and another one than their right neighbour has.</summary>
    public int ContactCount { get; private init; }

    /// <summary>Whether the numbers are those of a grey image: half of the pieces have one or two pixels, and neighbours differ.</summary>
    public bool IsGreyImage
        => PieceCount >= FewestSpecks && 2 * SpeckCount >= PieceCount && LeastShareOfContacts * (long)ContactCount >= PixelCount;

    /// <summary>Whether an id stands for many pieces, as in a mask or in a map of classes.</summary>
    public bool IsMask => PieceCount > 0 && PieceCount >= MostPiecesOfId * (long)IdCount;

    /// <summary>Counts the pieces of a label image.</summary>
    public static LabelPieces Count(LabelImage labels)
    {
        using var runs = new RunList();
        int[] areas = new int[ConnectedComponents.FindRegions<int>(labels.Pixels, labels.Height, labels.Width, PixelConnectivity.Eight, runs)];
        var ids = new Dictionary<int, int>();
        int contacts = 0, last = 0, regions = 0;
        foreach (ref readonly var run in runs.Span)
        {
            // Regions are numbered in the order of their first runs.
            if (run.Region > regions)
            {
                regions = run.Region;
                int id = labels.Pixels[run.Start];
                ids[id] = ids.GetValueOrDefault(id) + 1;
            }
            areas[run.Region - 1] += run.Length;
            if (run.Start == last && run.Start % labels.Width != 0)
                contacts++;
            last = run.End;
        }
        return new LabelPieces
        {
            PiecesOfId = ids,
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
