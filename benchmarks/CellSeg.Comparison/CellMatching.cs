using System.Runtime.InteropServices;

namespace CellSeg.Comparison;

/// <summary>Pools, over images, how many cells a segmentation gets right at several overlaps.</summary>
internal sealed class CellMatching
{
    // Above a half a pair is unique, so that counting pairs is matching them.
    public static readonly double[] Thresholds = [0.5, 0.6, 0.75, 0.9];

    private readonly int[] _correct = new int[Thresholds.Length];

    public int TrueCount { get; private set; }

    public int FoundCount { get; private set; }

    /// <summary>The area of each true cell without a partner at IoU above 0.5.</summary>
    public List<int> LostAreas { get; } = [];

    public double F1(int threshold) => 2.0 * _correct[threshold] / Math.Max(1, TrueCount + FoundCount);

    public void Add(ReadOnlySpan<int> truth, ReadOnlySpan<int> found)
    {
        var trueAreas = new Dictionary<int, int>();
        var foundAreas = new Dictionary<int, int>();
        var overlaps = new Dictionary<(int, int), int>();
        for (int i = 0; i < truth.Length; i++)
        {
            if (truth[i] > 0)
                CollectionsMarshal.GetValueRefOrAddDefault(trueAreas, truth[i], out _)++;
            if (found[i] > 0)
                CollectionsMarshal.GetValueRefOrAddDefault(foundAreas, found[i], out _)++;
            if (truth[i] > 0 && found[i] > 0)
                CollectionsMarshal.GetValueRefOrAddDefault(overlaps, (truth[i], found[i]), out _)++;
        }
        TrueCount += trueAreas.Count;
        FoundCount += foundAreas.Count;
        var lost = new Dictionary<int, int>(trueAreas);
        foreach (var ((trueLabel, foundLabel), common) in overlaps)
        {
            double overlap = (double)common / (trueAreas[trueLabel] + foundAreas[foundLabel] - common);
            for (int t = 0; t < Thresholds.Length; t++)
                _correct[t] += overlap > Thresholds[t] ? 1 : 0;
            if (overlap > 0.5)
                lost.Remove(trueLabel);
        }
        LostAreas.AddRange(lost.Values);
    }
}
