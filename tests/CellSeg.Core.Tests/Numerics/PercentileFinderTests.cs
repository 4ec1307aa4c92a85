using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Numerics;

public sealed class PercentileFinderTests
{
    private static readonly double[] Percents = [0, 0.1, 1, 33.3, 50, 99.8, 100];

    public static TheoryData<string> Kinds => [.. Values.Keys];

    private static Dictionary<string, Func<RandomSource, float>> Values { get; } = new()
    {
        ["whole numbers of 16 bits"] = random => random.Next(1 << 16),
        ["few of them"] = random => random.Next(3),
        ["one of them"] = _ => 40000,
        ["larger whole numbers"] = random => random.Next(1 << 20),
        ["with a sign"] = random => random.Next(200) - 100,
        ["with all digits"] = random => (float)random.NextGaussian(),
        ["from 0 to 1, some of them 0 or 1"] = random => (float)Math.Clamp(random.NextDouble(-0.2, 1.2), 0, 1),
        ["over all powers"] = random => BitConverter.UInt32BitsToSingle((uint)random.NextUInt64()),
        ["none finite"] = random => random.NextBoolean() ? float.NaN : float.NegativeInfinity,
        ["some not finite"] = random => random.Next(4) switch { 0 => float.NaN, 1 => float.PositiveInfinity, var n => n * 0.3f },
        ["one value with all digits"] = _ => 0.1f,
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Percentiles_are_those_of_the_sorted_values_to_the_bit(string kind)
    {
        var random = new RandomSource(1);
        foreach (int count in (int[])[1, 2, 3, 1000, 20001])
        {
            float[] values = [.. Enumerable.Range(0, count).Select(_ => Values[kind](random))];
            var sorted = Percentile.SortFinite(values);
            double[] expected = new double[Percents.Length];
            for (int i = 0; i < expected.Length; i++)
                expected[i] = Percentile.Find(sorted, Percents[i]);
            Assert.Equal(expected, Percentile.FindFinite(values, Percents));
            var finder = new PercentileFinder(Percents);
            do
            {
                for (int start = 0; start < count; start += 77)
                    finder.Add(values.AsSpan(start, Math.Min(77, count - start)));
            }
            while (!finder.EndPass());
            Assert.Equal(expected, finder.Found);
            Assert.Equal(sorted.Length, finder.Count);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whole_numbers_of_16_bits_take_one_pass(bool isOther)
    {
        var finder = new PercentileFinder(50);
        finder.Add([0, 65535, 7, float.NaN, isOther ? 65536 : 9]);
        Assert.Equal(!isOther, finder.EndPass());
    }
}
