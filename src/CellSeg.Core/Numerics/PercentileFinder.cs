namespace CellSeg.Numerics;

/// <summary>
/// Percentiles of more values than memory holds, to the bit what <see cref="Percentile.Find"/> gives of their finite ones sorted.
/// All values are shown in one pass or in two: where all of them are whole numbers of 16 bits, which is what cameras give, these
/// are counted and that is all; otherwise the first pass counts them by the upper halves of their bits, and the second one
/// by the lower halves, where a percentile lies.
/// </summary>
internal sealed class PercentileFinder
{
    private const int Buckets = 1 << 16;

    private readonly double[] _percents;

    // Whole numbers of 16 bits by their value, all others by the upper half of their key.
    private readonly long[] _whole = new long[Buckets], _others = new long[Buckets];

    // The ranks that percentiles lie at or between, ascending, and for each its bucket and what lies below that.
    private long[] _ranks = [];
    private (int Bucket, long Below)[] _places = [];

    // One more than the place of a bucket's counts among the lower halves; 0 for a bucket that is not wanted.
    private byte[] _slots = [];
    private long[] _lower = [];

    /// <summary>Starts without values.</summary>
    /// <param name="percents">0 to 100 each.</param>
    public PercentileFinder(params ReadOnlySpan<double> percents) => (_percents, Found) = (percents.ToArray(), new double[percents.Length]);

    /// <summary>Finite values that the first pass has seen.</summary>
    public long Count { get; private set; }

    /// <summary>The percentiles in the order in which they were asked for, once a pass was the last; NaN without finite values.</summary>
    public double[] Found { get; }

    private bool IsFirstPass => _slots.Length == 0;

    /// <summary>Shows values. Each pass has all of them, in any order and parts.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        if (IsFirstPass)
            CountWholeOrUpper(values);
        else
            CountLower(values);
    }

    /// <summary>Ends a pass.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool EndPass()
    {
        if (!IsFirstPass)
            return Finish(FindLower());
        long others = Sum(_others);
        Count = others + Sum(_whole);
        if (Count == 0)
        {
            Array.Fill(Found, double.NaN);
            return true;
        }
        _ranks = [.. _percents.SelectMany(percent => (long[])[RankBelow(percent), RankAbove(percent)]).Distinct().Order()];
        if (others == 0)
            return Finish([.. Locate(_whole).Select(place => (float)place.Bucket)]);
        for (int value = 0; value < Buckets; value++)
            _others[SortableFloat.KeyOf(value) >> 16] += _whole[value];
        _places = Locate(_others);
        _slots = new byte[Buckets];
        byte slots = 0;
        foreach (var (bucket, _) in _places)
        {
            if (_slots[bucket] == 0)
                _slots[bucket] = ++slots;
        }
        _lower = new long[slots * Buckets];
        return false;
    }

    private void CountWholeOrUpper(ReadOnlySpan<float> values)
    {
        long[] whole = _whole, others = _others;
        foreach (float value in values)
        {
            int number = float.ConvertToIntegerNative<int>(value);
            if ((uint)number < Buckets && number == value)
                whole[number]++;
            else if (float.IsFinite(value))
                others[SortableFloat.KeyOf(value) >> 16]++;
        }
    }

    private void CountLower(ReadOnlySpan<float> values)
    {
        byte[] slots = _slots;
        long[] lower = _lower;
        foreach (float value in values)
        {
            uint key = SortableFloat.KeyOf(value);
            int slot = slots[key >> 16];
            // An infinity shares its bucket with NaN alone, neither of which any percentile lies in.
            if (slot != 0)
                lower[((slot - 1) * Buckets) + (int)(key & (Buckets - 1))]++;
        }
    }

    /// <summary>The buckets in which the ranks lie.</summary>
    private (int Bucket, long Below)[] Locate(long[] counts)
    {
        var places = new (int, long)[_ranks.Length];
        int bucket = 0;
        long below = 0;
        for (int i = 0; i < places.Length; i++)
        {
            while (below + counts[bucket] <= _ranks[i])
                below += counts[bucket++];
            places[i] = (bucket, below);
        }
        return places;
    }

    /// <summary>The values at the ranks.</summary>
    private float[] FindLower()
    {
        var values = new float[_ranks.Length];
        for (int i = 0; i < values.Length; i++)
        {
            var (bucket, below) = _places[i];
            var counts = _lower.AsSpan((_slots[bucket] - 1) * Buckets, Buckets);
            int half = 0;
            for (; below + counts[half] <= _ranks[i]; half++)
                below += counts[half];
            values[i] = SortableFloat.ValueOf(((uint)bucket << 16) | (uint)half);
        }
        return values;
    }

    /// <summary>Interpolates between the values at the ranks, as <see cref="Percentile.Find"/> does.</summary>
    private bool Finish(float[] values)
    {
        for (int i = 0; i < _percents.Length; i++)
        {
            long rank = RankBelow(_percents[i]);
            Found[i] = Percentile.Interpolate(ValueAt(rank), ValueAt(RankAbove(_percents[i])), RankOf(_percents[i]) - rank);
        }
        return true;

        float ValueAt(long rank) => values[Array.BinarySearch(_ranks, rank)];
    }

    private double RankOf(double percent) => (Count - 1) * percent / 100;

    private long RankBelow(double percent) => (long)RankOf(percent);

    private long RankAbove(double percent) => Math.Min(RankBelow(percent) + 1, Count - 1);

    private static long Sum(long[] counts)
    {
        long sum = 0;
        foreach (long count in counts)
            sum += count;
        return sum;
    }
}
