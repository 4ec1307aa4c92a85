using CellSeg.Imaging;
using System.Runtime.InteropServices;
using CellSeg.Models.Specifications;
using CellSeg.Numerics;

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
        var (smallest, largest) = FindRange(sizes);
        var (lowestAspect, highestAspect) = FindRange(aspects);
        int finest = Math.Clamp((int)Math.Floor(Math.Log2(smallest)) - PlacesPerSide, 1, 4);
        int coarsest = Math.Clamp((int)Math.Floor(Math.Log2(largest)) - PlacesPerSide, finest, 7);
        return specification with
        {
            FinestLevel = finest,
            Detection = specification.Detection with
            {
                CoarsestLevel = coarsest,
                FinestAnchorSize = 1 << (finest + PlacesPerSide),
                LowestAspect = Math.Clamp((int)lowestAspect, -4, 4),
                HighestAspect = Math.Clamp((int)highestAspect, -4, 4),
            },
        };
    }

    /// <summary>Sorts the values and gives the ends of their middle 95 %.</summary>
    private static (double Low, double High) FindRange(List<double> values)
    {
        values.Sort();
        var sorted = CollectionsMarshal.AsSpan(values);
        return (Percentile.FindFraction<double>(sorted, LowPercentile), Percentile.FindFraction<double>(sorted, HighPercentile));
    }
}
