using CellSeg.Core.Tests.Support;
using CellSeg.Datasets.Inspection.Fingerprints;

namespace CellSeg.Core.Tests.Datasets.Inspection;

public sealed class IntensityRanksTests
{
    private static readonly float[] Values = [.. TestImages.Noise(20, 30, 7).Pixels.Select(value => MathF.Floor(value * 200))];

    [Theory]
    [InlineData(1, 0)] // as they are
    [InlineData(257, -30_000)] // a table of whole numbers from below 0
    [InlineData(0.1, 0.05)] // fractions are sorted
    [InlineData(1_000_000, 0)] // and so are whole numbers far apart
    public void Ranks_are_places_among_the_different_values(double gain, double offset)
    {
        float[] plane = [.. Values.Select(value => (float)((value * gain) + offset))];
        var places = plane.Distinct().Order().ToList();
        int[] ranks = new int[plane.Length];
        Assert.Equal(places.Count, IntensityRanks.Rank(plane, ranks));
        Assert.Equal(plane.Select(value => places.IndexOf(value) + 1), ranks);
    }

    [Fact]
    public void What_is_not_finite_has_rank_0()
    {
        int[] ranks = [9, 9, 9, 9, 9];
        Assert.Equal(2, IntensityRanks.Rank([5, float.NaN, 3, float.PositiveInfinity, float.NegativeInfinity], ranks));
        Assert.Equal([2, 0, 1, 0, 0], ranks);
        Assert.Equal(2, IntensityRanks.Rank([0.5f, float.NaN, 0.25f, float.PositiveInfinity, float.NegativeInfinity], ranks));
        Assert.Equal([2, 0, 1, 0, 0], ranks);
        Assert.Equal(0, IntensityRanks.Rank([float.NaN, float.NaN], ranks.AsSpan(0, 2)));
        Assert.Equal([0, 0], ranks[..2]);
    }
}
