using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CellSeg.Evaluation.Counting;

/// <summary>
/// The pass behind <see cref="OverlapTable"/>: both images are cut into runs of constant (true, predicted) ids, and
/// the pixels are counted by pairs, background being one of the partners. The time goes with the number of runs, the
/// memory with the number of overlapping pairs.
/// </summary>
internal sealed class OverlapCounter(int pixelCount, string? path)
{
    private const int BlockLength = 32;

    // A run that starts in one chunk may end in a later one.
    private const int ChunkLength = 4096;

    private const int EndsAtOnce = 4;

    private readonly int[] _ends = new int[ChunkLength + EndsAtOnce];
    private int _start;

    /// <summary>The numbers of the true cells.</summary>
    public LabelIndex Truth { get; } = new(pixelCount, path is null ? "Truth" : $"{path} (truth)");

    /// <summary>The numbers of the predicted cells.</summary>
    public LabelIndex Prediction { get; } = new(pixelCount, path ?? "Prediction");

    /// <summary>The pixels of each pair of numbers, background being one of them.</summary>
    public PairCounter Pairs { get; } = new();

    /// <summary>Counts two images of the same size.</summary>
    public void Count(ReadOnlySpan<int> truth, ReadOnlySpan<int> prediction)
    {
        int last = truth.Length - 1, at = 0;
        // A block looks one pixel beyond its end.
        int vectorised = Vector256.IsHardwareAccelerated ? last / BlockLength * BlockLength : 0;
        while (at < vectorised)
        {
            int end = Math.Min(at + ChunkLength, vectorised);
            AddRuns(truth, prediction, FindEnds(truth, prediction, at, end));
            at = end;
        }
        for (; at < last; at++)
        {
            if (truth[at] != truth[at + 1] || prediction[at] != prediction[at + 1])
                AddRun(truth, prediction, at + 1);
        }
        AddRun(truth, prediction, truth.Length);
    }

    /// <summary>Collects where runs end between two positions, and returns how many do.</summary>
    /// <remarks>
    /// Where a run ends cannot be predicted, and a mispredicted branch costs as much as a block of pixels. So the
    /// first ends of a block are written whether they are there or not, and only counted when they are.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FindEnds(ReadOnlySpan<int> truth, ReadOnlySpan<int> prediction, int from, int to)
    {
        ref int t = ref MemoryMarshal.GetReference(truth);
        ref int p = ref MemoryMarshal.GetReference(prediction);
        int count = 0;
        for (int at = from; at < to; at += BlockLength)
        {
            uint changes = FindChanges(ref t, ref p, at) | (FindChanges(ref t, ref p, at + 8) << 8)
                | (FindChanges(ref t, ref p, at + 16) << 16) | (FindChanges(ref t, ref p, at + 24) << 24);
            if (changes == 0)
                continue;
            int next = count;
            count += BitOperations.PopCount(changes);
            do
            {
                var ends = _ends.AsSpan(next, EndsAtOnce);
                ends[0] = at + BitOperations.TrailingZeroCount(changes) + 1;
                changes &= changes - 1;
                ends[1] = at + BitOperations.TrailingZeroCount(changes) + 1;
                changes &= changes - 1;
                ends[2] = at + BitOperations.TrailingZeroCount(changes) + 1;
                changes &= changes - 1;
                ends[3] = at + BitOperations.TrailingZeroCount(changes) + 1;
                changes &= changes - 1;
                next += EndsAtOnce;
            }
            while (changes != 0);
        }
        return count;
    }

    /// <summary>A bit for each of 8 pixels that differs from its right neighbour.</summary>
    private static uint FindChanges(ref int truth, ref int prediction, int at)
    {
        var same = Vector256.Equals(Vector256.LoadUnsafe(ref truth, (nuint)at), Vector256.LoadUnsafe(ref truth, (nuint)at + 1))
            & Vector256.Equals(Vector256.LoadUnsafe(ref prediction, (nuint)at), Vector256.LoadUnsafe(ref prediction, (nuint)at + 1));
        return ~same.ExtractMostSignificantBits() & 0xFF;
    }

    // Optimised at once: most processes judge too few images for the tiers of compilation to pay.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRuns(ReadOnlySpan<int> truth, ReadOnlySpan<int> prediction, int count)
    {
        var (truthIndex, predictionIndex, pairs) = (Truth, Prediction, Pairs);
        int start = _start;
        foreach (int end in _ends.AsSpan(0, count))
        {
            pairs.Add(truthIndex.GetNumber(truth[start]), predictionIndex.GetNumber(prediction[start]), end - start);
            start = end;
        }
        _start = start;
    }

    private void AddRun(ReadOnlySpan<int> truth, ReadOnlySpan<int> prediction, int end)
    {
        Pairs.Add(Truth.GetNumber(truth[_start]), Prediction.GetNumber(prediction[_start]), end - _start);
        _start = end;
    }
}
