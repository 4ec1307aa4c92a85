using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CellSeg.Evaluation;

/// <summary>
/// The pass behind <see cref="OverlapTable"/>. Both images are cut into runs of constant (true, predicted) ids, and
/// the overlaps are counted in a hash table with open addressing: the time goes with the number of runs, the memory
/// with the number of overlapping pairs.
/// </summary>
internal sealed class OverlapCounter(int pixelCount, string? path)
{
    // The golden ratio's multiplier spreads neighbouring cell numbers over the table (Fibonacci hashing, Knuth).
    private const ulong HashMultiplier = 0x9E3779B97F4A7C15;

    private int[] _slots = new int[1024]; // position in _overlaps + 1, 0 for an empty slot
    private int _hashShift = 64 - 10;
    private Overlap[] _overlaps = new Overlap[512];
    private int _count;

    public LabelIndex Truth { get; } = new(pixelCount, path is null ? "Truth" : $"{path} (truth)");

    public LabelIndex Prediction { get; } = new(pixelCount, path ?? "Prediction");

    public ReadOnlySpan<Overlap> Overlaps => _overlaps.AsSpan(0, _count);

    public void Count(ReadOnlySpan<int> truth, ReadOnlySpan<int> prediction)
    {
        int start = 0, i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref int t = ref MemoryMarshal.GetReference(truth);
            ref int p = ref MemoryMarshal.GetReference(prediction);
            // A bit for each of 16 pixels whose right neighbour differs: long runs cost one test a block, and the
            // ends of short ones are found without a branch a pixel.
            for (; i < truth.Length - 16; i += 16)
            {
                uint ends = FindRunEnds(ref t, ref p, i) | (FindRunEnds(ref t, ref p, i + 8) << 8);
                while (ends != 0)
                {
                    int end = i + BitOperations.TrailingZeroCount(ends) + 1;
                    AddRun(truth[start], prediction[start], end - start);
                    start = end;
                    ends &= ends - 1;
                }
            }
        }
        for (; i < truth.Length - 1; i++)
        {
            if (truth[i] == truth[i + 1] && prediction[i] == prediction[i + 1])
                continue;
            AddRun(truth[start], prediction[start], i + 1 - start);
            start = i + 1;
        }
        AddRun(truth[start], prediction[start], truth.Length - start);
    }

    private static uint FindRunEnds(ref int truth, ref int prediction, int at)
    {
        var same = Vector256.Equals(Vector256.LoadUnsafe(ref truth, (nuint)at), Vector256.LoadUnsafe(ref truth, (nuint)at + 1))
            & Vector256.Equals(Vector256.LoadUnsafe(ref prediction, (nuint)at), Vector256.LoadUnsafe(ref prediction, (nuint)at + 1));
        return ~same.ExtractMostSignificantBits() & 0xFF;
    }

    private void AddRun(int truth, int prediction, int pixels)
    {
        if (truth != 0)
        {
            int t = Truth.Add(truth, pixels);
            if (prediction != 0)
                AddOverlap(t, Prediction.Add(prediction, pixels), pixels);
        }
        else if (prediction != 0)
        {
            Prediction.Add(prediction, pixels);
        }
    }

    private void AddOverlap(int truth, int prediction, int pixels)
    {
        int[] slots = _slots;
        int slot = GetSlot(truth, prediction);
        while (slots[slot] != 0)
        {
            ref Overlap found = ref _overlaps[slots[slot] - 1];
            if (found.Truth == truth && found.Prediction == prediction)
            {
                found = found with { Pixels = found.Pixels + pixels };
                return;
            }
            slot = (slot + 1) & (slots.Length - 1);
        }
        if (_count == _overlaps.Length)
        {
            Grow();
            AddOverlap(truth, prediction, pixels);
            return;
        }
        _overlaps[_count++] = new Overlap(truth, prediction, pixels);
        slots[slot] = _count;
    }

    private int GetSlot(int truth, int prediction)
        => (int)((((ulong)(uint)truth << 32) | (uint)prediction) * HashMultiplier >> _hashShift);

    /// <summary>Doubles the table, which is never more than half full.</summary>
    private void Grow()
    {
        Array.Resize(ref _overlaps, _count * 2);
        _slots = new int[_slots.Length * 2];
        _hashShift--;
        for (int i = 0; i < _count; i++)
        {
            int slot = GetSlot(_overlaps[i].Truth, _overlaps[i].Prediction);
            while (_slots[slot] != 0)
                slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = i + 1;
        }
    }
}
