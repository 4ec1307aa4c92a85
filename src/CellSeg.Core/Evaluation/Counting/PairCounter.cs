using System.Numerics;
using System.Runtime.CompilerServices;

namespace CellSeg.Evaluation.Counting;

/// <summary>
/// Counts pixels by pairs of positive numbers, in a hash table with open addressing that remembers the order in which
/// pairs came. One look-up touches one line of cache, which is most of the cost of the evaluation.
/// </summary>
internal sealed class PairCounter
{
    // 2^64 over the golden ratio spreads neighbouring numbers over the table (Fibonacci hashing, Knuth).
    private const ulong HashMultiplier = 0x9E3779B97F4A7C15;

    private readonly List<ulong> _keys = [];
    private Slot[] _slots = new Slot[1024];
    private int _shift = 64 - 10;

    /// <summary>How many different pairs came.</summary>
    public int Count => _keys.Count;

    /// <summary>Adds pixels to a pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int first, int second, int pixels)
    {
        ulong key = ((ulong)(uint)first << 32) | (uint)second;
        ref Slot slot = ref Find(key);
        if (slot.Key != key)
            slot = ref Claim(key);
        slot.Pixels += pixels;
    }

    /// <summary>A pair by the order in which pairs came.</summary>
    public (int First, int Second, int Pixels) Get(int index)
    {
        ulong key = _keys[index];
        return ((int)(key >> 32), (int)(uint)key, Find(key).Pixels);
    }

    /// <summary>The slot that holds a pair, or the empty one (key 0) that it would go to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Slot Find(ulong key)
    {
        var slots = _slots;
        int i = (int)(key * HashMultiplier >> _shift);
        while (slots[i].Key != key && slots[i].Key != 0)
            i = (i + 1) & (slots.Length - 1);
        return ref slots[i];
    }

    private ref Slot Claim(ulong key)
    {
        if (_keys.Count * 2 >= _slots.Length)
            Grow();
        _keys.Add(key);
        ref Slot slot = ref Find(key);
        slot.Key = key;
        return ref slot;
    }

    /// <summary>Doubles the table, which is never more than half full.</summary>
    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
        foreach (var slot in old)
        {
            if (slot.Key != 0)
                Find(slot.Key) = slot;
        }
    }

    private struct Slot
    {
        public ulong Key;
        public int Pixels;
    }
}
