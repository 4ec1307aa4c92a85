using CellSeg.Studies.Statistics;

namespace CellSeg.Core.Tests.Studies;

/// <summary>The numbers are those of scipy.stats.permutation_test (permutation_type "samples", all permutations, scipy 1.10.1).</summary>
public sealed class SignFlipTestTests
{
    private static readonly double[] Ten = [0.011, -0.004, 0.023, 0.007, 0.0, 0.015, -0.009, 0.019, 0.002, 0.013];

    private static readonly double[] Sixteen = [0.3, -0.1, 0.2, 0.4, -0.2, 0.5, 0.1, 0.1, -0.3, 0.6, 0.2, -0.1, 0.3, 0.1, 0.05, 0.25];

    [Fact]
    public void Three_pairs_cannot_tell_much()
        => Assert.Equal(new SignFlipTails(0.125, 1, IsExact: true), SignFlipTest.Run([0.012, 0.021, 0.004], 0, seed: 0));

    [Theory]
    [InlineData(0, 0.02734375, 0.98046875)]
    [InlineData(0.01, 0.763671875, 0.2578125)]
    [InlineData(-0.01, 0.0009765625, 1)]
    public void Ten_pairs_are_gone_through(double center, double greater, double less)
        => Assert.Equal(new SignFlipTails(greater, less, IsExact: true), SignFlipTest.Run(Ten, center, seed: 0));

    [Fact]
    public void Sixteen_pairs_are_the_most_that_are_gone_through()
        => Assert.Equal(new SignFlipTails(0.0165557861328125, 0.987518310546875, IsExact: true), SignFlipTest.Run(Sixteen, 0, seed: 0));

    [Fact]
    public void More_pairs_are_drawn_close_to_what_all_ways_give()
    {
        // Pairs without a difference change no sum, so that p stays that of the other sixteen.
        var drawn = SignFlipTest.Run([.. Sixteen, 0, 0, 0, 0], 0, seed: 1);
        Assert.False(drawn.IsExact);
        // Three standard errors of 99,999 draws.
        Assert.Equal(0.0165557861328125, drawn.Greater, 0.0013);
        Assert.Equal(0.987518310546875, drawn.Less, 0.0011);
        Assert.Equal(drawn, SignFlipTest.Run([.. Sixteen, 0, 0, 0, 0], 0, seed: 1));
        Assert.NotEqual(drawn, SignFlipTest.Run([.. Sixteen, 0, 0, 0, 0], 0, seed: 2));
    }

    [Fact]
    public void A_drawn_p_is_never_zero()
        => Assert.Equal(1e-5, SignFlipTest.Run([.. Enumerable.Repeat(0.01, 80)], 0, seed: 0).Greater, 1e-12);

    [Theory]
    // 2^(1 - n): 0.0625 of five pairs and 0.03125 of six; 0.0078 of eight and 0.0039 of nine.
    [InlineData(0.05, 6)]
    [InlineData(0.05 / 7, 9)]
    [InlineData(0.25, 3)]
    public void The_fewest_pairs_are_those_that_can_reach_a_level(double level, int pairs) => Assert.Equal(pairs, SignFlipTest.FindFewestPairs(level));
}
