namespace CellSeg.Imaging.Morphology.Flooding;

/// <summary>
/// The textbook binary heap, least priority first. Unlike <see cref="PriorityQueue{TElement, TPriority}"/> it is binary:
/// the order in which elements of equal priority leave it is that of other binary heaps.
/// </summary>
internal sealed class BinaryHeap(int capacity)
{
    private Entry[] _entries = new Entry[capacity];

    /// <summary>How many elements there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an element.</summary>
    public void Push(Entry entry)
    {
        if (Count == _entries.Length)
            Array.Resize(ref _entries, (Count * 2) + 1);
        int child = Count++;
        while (child > 0)
        {
            int parent = (child - 1) / 2;
            if (entry.Priority >= _entries[parent].Priority)
                break;
            _entries[child] = _entries[parent];
            child = parent;
        }
        _entries[child] = entry;
    }

    /// <summary>Takes the least element; the heap must not be empty.</summary>
    public Entry Pop()
    {
        var least = _entries[0];
        var entry = _entries[--Count];
        int hole = 0;
        while (true)
        {
            int child = (2 * hole) + 1;
            if (child >= Count)
                break;
            // The right child moves up only when it is less than the left one, and either only when less than the entry.
            if (child + 1 < Count && _entries[child + 1].Priority < _entries[child].Priority)
                child++;
            if (_entries[child].Priority >= entry.Priority)
                break;
            _entries[hole] = _entries[child];
            hole = child;
        }
        _entries[hole] = entry;
        return least;
    }

    /// <summary>An element.</summary>
    /// <param name="Priority">The lowest leaves first.</param>
    /// <param name="Item">What it stands for.</param>
    internal readonly record struct Entry(ulong Priority, int Item);
}
