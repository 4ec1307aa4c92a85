namespace CellSeg.Imaging.Morphology;

/// <summary>The plain watershed, a step at a time: a binary heap of pixels ordered by value and age.</summary>
internal ref struct HeapFlood
{
    private readonly ReadOnlySpan<float> _levels;
    private readonly ReadOnlySpan<bool> _mask;
    private readonly Span<int> _labels;
    private readonly int _width;
    private readonly bool _descending;
    private readonly BinaryHeap<Entry> _heap;
    private int _age;

    /// <summary>Makes a flood without markers.</summary>
    /// <param name="levels">The landscape.</param>
    /// <param name="mask">Where labels may go.</param>
    /// <param name="width">Columns.</param>
    /// <param name="descending">Whether high values come first.</param>
    /// <param name="labels">Zeros; receives the label of each pixel that is reached.</param>
    /// <param name="markerCount">About how many marker pixels there will be.</param>
    public HeapFlood(
        ReadOnlySpan<float> levels, ReadOnlySpan<bool> mask, int width, bool descending, Span<int> labels, int markerCount)
    {
        _levels = levels;
        _mask = mask;
        _labels = labels;
        (_width, _descending) = (width, descending);
        _heap = new BinaryHeap<Entry>((4 * markerCount) + 16);
    }

    /// <summary>The labels so far.</summary>
    public readonly ReadOnlySpan<int> Labels => _labels;

    /// <summary>Adds a marker pixel, of age 0.</summary>
    public void Start(Marker marker) => Push(marker.Pixel, marker.Region, marker.Label, 0);

    /// <summary>Takes the next pixel and spreads its label to its free neighbours.</summary>
    public Entry Step()
    {
        var entry = _heap.Pop();
        int pixel = entry.Pixel, x = pixel % _width, label = _labels[pixel];
        if (pixel >= _width)
            Visit(pixel - _width, entry.Region, label);
        if (x > 0)
            Visit(pixel - 1, entry.Region, label);
        if (x < _width - 1)
            Visit(pixel + 1, entry.Region, label);
        if (pixel < _labels.Length - _width)
            Visit(pixel + _width, entry.Region, label);
        return entry;
    }

    /// <summary>Takes the next pixel and leaves it at that; false when none is left.</summary>
    public readonly bool TryTake(out Entry entry)
    {
        entry = _heap.Count > 0 ? _heap.Pop() : default;
        return entry.Region != 0;
    }

    private void Visit(int pixel, int region, int label)
    {
        if (_mask[pixel] && _labels[pixel] == 0)
            Push(pixel, region, label, ++_age);
    }

    private readonly void Push(int pixel, int region, int label, int age)
    {
        _labels[pixel] = label;
        uint key = SortableFloat.KeyOf(_descending ? -_levels[pixel] : _levels[pixel]);
        _heap.Push(new Entry(((ulong)key << 32) | (uint)age, pixel, region));
    }

    /// <summary>A pixel in the heap.</summary>
    /// <param name="Priority">Its value in the upper half, its age in the lower.</param>
    /// <param name="Pixel">Where, <c>y * width + x</c>.</param>
    /// <param name="Region">Its region, from 1.</param>
    internal readonly record struct Entry(ulong Priority, int Pixel, int Region) : IComparable<Entry>
    {
        /// <summary>Whether it is of age 0.</summary>
        public bool IsMarker => (uint)Priority == 0;

        /// <summary>The sortable number of its value.</summary>
        public uint Key => (uint)(Priority >> 32);

        /// <inheritdoc/>
        public int CompareTo(Entry other) => Priority.CompareTo(other.Priority);
    }
}
