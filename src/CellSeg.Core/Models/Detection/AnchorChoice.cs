using CellSeg.Models.Specifications;
using CellSeg.Targets;

namespace CellSeg.Models.Detection;

/// <summary>Anchors that suit a set of cells (docs/method.md, 3.1).</summary>
public static class AnchorChoice
{
    private const double LowPercentile = 0.025, HighPercentile = 0.975;

    // An anchor of level L is 2^(L + 2) pixels a side: four places of its map.
    private const int PlacesPerSide = 2;

    /// <summary>
    /// Levels from the sides of all boxes but the smallest and largest 2.5 %, aspects from their shapes. The finest level
    /// is limited to 4, which a network can start at.
    /// </summary>
    /// <param name="specification">The graph of a RetinaMask network.</param>
    /// <param name="boxes">The boxes of all cells.</param>
    /// <returns>The specification with the chosen levels, sizes and shapes; as it was when there are no boxes.</returns>
    public static ModelSpecification Fit(ModelSpecification specification, IEnumerable<CellBox> boxes)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentNullException.ThrowIfNull(boxes);
        var sizes = new List<double>();
        var aspects = new List<double>();
        foreach (var box in boxes)
        {
            double height = box.Bottom - box.Top, width = box.Right - box.Left;
            sizes.Add(Math.Sqrt(height * width));
            aspects.Add(Math.Log2(height / width));
        }
        if (sizes.Count == 0)
            return specification;
        int finest = Math.Clamp((int)Math.Floor(Math.Log2(Percentile(sizes, LowPercentile))) - PlacesPerSide, 1, 4);
        int coarsest = Math.Clamp((int)Math.Floor(Math.Log2(Percentile(sizes, HighPercentile))) - PlacesPerSide, finest, 7);
        return specification with
        {
            FinestLevel = finest,
            Detection = specification.Detection with
            {
                CoarsestLevel = coarsest,
                FinestAnchorSize = 1 << (finest + PlacesPerSide),
                LowestAspect = Math.Clamp((int)Percentile(aspects, LowPercentile), -4, 4),
                HighestAspect = Math.Clamp((int)Percentile(aspects, HighPercentile), -4, 4),
            },
        };
    }

    /// <summary>Between the two nearest values in proportion, as NumPy does it.</summary>
    private static double Percentile(List<double> values, double fraction)
    {
        values.Sort();
        double position = fraction * (values.Count - 1);
        int index = (int)position;
        double next = values[Math.Min(index + 1, values.Count - 1)];
        return values[index] + ((position - index) * (next - values[index]));
    }
}
