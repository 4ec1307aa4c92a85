namespace CellSeg.Models.Detection.Boxes;

/// <summary>
/// Of boxes that overlap too much, keeps the one with the highest score (docs/method.md, 3.6).
/// </summary>
internal static class NonMaximumSuppression
{
    /// <summary>The boxes to keep, best first; of equal scores the earlier box is better.</summary>
    /// <param name="boxes">Four numbers each.</param>
    /// <param name="scores">One a box.</param>
    /// <param name="minimumScore">Boxes need more than this.</param>
    /// <param name="overlap">A box goes when its intersection over union with a better one that stays is above this.</param>
    /// <param name="maximumCount">At most so many are kept.</param>
    public static List<int> Select(ReadOnlySpan<float> boxes, ReadOnlySpan<float> scores, float minimumScore, float overlap, int maximumCount)
    {
        var candidates = new List<(float Score, int Index)>();
        for (int i = 0; i < scores.Length; i++)
        {
            if (scores[i] > minimumScore)
                candidates.Add((scores[i], i));
        }
        candidates.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Index.CompareTo(b.Index));
        var kept = new List<int>();
        foreach (var (_, index) in candidates)
        {
            if (kept.Count == maximumCount)
                break;
            var box = boxes.Slice(4 * index, 4);
            bool isFree = true;
            foreach (int other in kept)
            {
                if (BoxOverlap.Measure(box, boxes.Slice(4 * other, 4)) > overlap)
                {
                    isFree = false;
                    break;
                }
            }
            if (isFree)
                kept.Add(index);
        }
        return kept;
    }
}
