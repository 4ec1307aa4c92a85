using System.Numerics;
using CellSeg.Numerics;

namespace CellSeg.Studies.Statistics;

/// <summary>
/// The sign-flip permutation test of a mean difference over pairs (Fisher 1935; Good 2005): where a factor makes no difference, either
/// training of a pair could have had either score, so that the sign of every difference is a toss. All ways to toss are gone through
/// for up to <see cref="LargestExact"/> pairs; of more, a number is drawn.
/// </summary>
internal static class SignFlipTest
{
    /// <summary>The most pairs of which all ways to toss are gone through: 65,536.</summary>
    public const int LargestExact = 16;

    private const int Draws = 99_999;

    // Sums of the same numbers in another order differ in their last digits.
    private const double Tolerance = 1e-12;

    /// <summary>Tests whether the mean of differences is another than some number.</summary>
    /// <param name="differences">One a pair, at least one.</param>
    /// <param name="center">The mean under the hypothesis that is tested.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static SignFlipTails Run(IReadOnlyList<double> differences, double center, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfZero(differences.Count);
        double[] values = [.. differences.Select(difference => difference - center)];
        return values.Length <= LargestExact ? RunAll(values) : RunDrawn(values, seed);
    }

    /// <summary>The fewest pairs whose test can have a two-sided p of at most some level: with n pairs it is 2^(1 - n) or more.</summary>
    public static int FindFewestPairs(double level) => (int)Math.Ceiling(1 - Math.Log2(level) - Tolerance);

    private static SignFlipTails RunAll(double[] values)
    {
        var tails = new Tails(values);
        // The reflected code changes one sign a step.
        double[] signed = [.. values];
        double sum = values.Sum();
        tails.Add(sum);
        int ways = 1 << values.Length;
        for (int step = 1; step < ways; step++)
        {
            int changed = BitOperations.TrailingZeroCount(step);
            sum -= 2 * signed[changed];
            signed[changed] = -signed[changed];
            tails.Add(sum);
        }
        return new SignFlipTails(tails.Greater / (double)ways, tails.Less / (double)ways, IsExact: true);
    }

    private static SignFlipTails RunDrawn(double[] values, long seed)
    {
        var random = new RandomSource(seed);
        var tails = new Tails(values);
        for (int draw = 0; draw < Draws; draw++)
        {
            double sum = 0;
            ulong bits = 0;
            for (int i = 0; i < values.Length; i++)
            {
                if (i % 64 == 0)
                    bits = random.NextUInt64();
                sum += (bits & 1) == 0 ? values[i] : -values[i];
                bits >>= 1;
            }
            tails.Add(sum);
        }
        // What was measured is one of the ways, so that p is never 0 (Phipson and Smyth 2010).
        return new SignFlipTails((tails.Greater + 1) / (Draws + 1.0), (tails.Less + 1) / (Draws + 1.0), IsExact: false);
    }

    /// <summary>Counts ways to toss whose sum is at least, or at most, the one that was measured.</summary>
    private sealed class Tails(double[] values)
    {
        private readonly double _observed = values.Sum(), _slack = Tolerance * values.Sum(Math.Abs);

        public int Greater { get; private set; }

        public int Less { get; private set; }

        public void Add(double sum)
        {
            if (sum >= _observed - _slack)
                Greater++;
            if (sum <= _observed + _slack)
                Less++;
        }
    }
}
