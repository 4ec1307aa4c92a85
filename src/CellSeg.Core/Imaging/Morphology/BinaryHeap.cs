namespace CellSeg.Imaging.Morphology;

/// <summary>
/// The textbook binary heap, least element first. Unlike <see cref="PriorityQueue{TElement, TPriority}"/> it is binary:
/// the order in which equal elements leave it is that of other binary heaps.
/// </summary>
internal sealed class BinaryHeap<T>(int capacity) where T : struct, IComparable<T>
{
    private T[] _items = new T[capacity];

    /// <summary>How many elements there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an element.</summary>
    public void Push(T item)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, Count * 2);
        int child = Count++;
        while (child > 0)
        {
            int parent = (child - 1) / 2;
            if (item.CompareTo(_items[parent]) >= 0)
                break;
            _items[child] = _items[parent];
            child = parent;
        }
        _items[child] = item;
    }

    /// <summary>Takes the least element; the heap must not be empty.</summary>
    public T Pop()
    {
        var least = _items[0];
        var item = _items[--Count];
        int hole = 0;
        while (true)
        {
            int child = (2 * hole) + 1;
            if (child >= Count)
                break;
            // The right child moves up only when it is less than the left one, and either only when less than the item.
            if (child + 1 < Count && _items[child + 1].CompareTo(_items[child]) < 0)
                child++;
            if (_items[child].CompareTo(item) >= 0)
                break;
            _items[hole] = _items[child];
            hole = child;
        }
        _items[hole] = item;
        return least;
    }
}
