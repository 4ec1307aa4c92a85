using System.Runtime.InteropServices;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Morphology.Flooding;

/// <summary>The plain watershed, a step at a time: a binary heap of pixels ordered by value and age.</summary>
internal ref struct HeapFlood
{
    private readonly ReadOnlySpan<float> _levels;
    private readonly ReadOnlySpan<bool> _mask;
    private readonly Span<int> _labels;
    private readonly int _width;
    private readonly BinaryHeap _heap;
    private readonly List<FloodSeed> _pixels;
    private int _age;

    /// <summary>Makes a flood without markers.</summary>
    /// <param name="levels">The landscape.</param>
    /// <param name="mask">Where labels may go.</param>
    /// <param name="width">Columns.</param>
    /// <param name="labels">Zeros; receives the label of each pixel that is reached.</param>
    /// <param name="markerCount">About how many marker pixels there will be.</param>
    public HeapFlood(
        ReadOnlySpan<float> levels, ReadOnlySpan<bool> mask, int width, Span<int> labels, int markerCount)
    {
        _levels = levels;
        _mask = mask;
        _labels = labels;
        _width = width;
        _heap = new BinaryHeap(4 * markerCount);
        _pixels = new List<FloodSeed>(4 * markerCount);
    }

    /// <summary>The pixels that have a label, in the order in which they got it.</summary>
    public readonly List<FloodSeed> Pixels => _pixels;

    /// <summary>Adds a marker pixel, of age 0.</summary>
    public readonly void Start(Marker marker) => Push(marker.Pixel, marker.Region, marker.Label, 0);

    /// <summary>Takes the next pixel and spreads its label to its free neighbours.</summary>
    /// <returns>The number of the pixel in <see cref="Pixels"/>.</returns>
    public int Step()
    {
        int number = _heap.Pop().Item;
        ref var seed = ref CollectionsMarshal.AsSpan(_pixels)[number];
        seed = seed with { IsWaiting = false };
        var (region, pixel, label, _) = seed;
        int x = pixel % _width;
        if (pixel >= _width)
            Visit(pixel - _width, region, label);
        if (x > 0)
            Visit(pixel - 1, region, label);
        if (x < _width - 1)
            Visit(pixel + 1, region, label);
        if (pixel < _labels.Length - _width)
            Visit(pixel + _width, region, label);
        return number;
    }

    private void Visit(int pixel, int region, int label)
    {
        if (_mask[pixel] && _labels[pixel] == 0)
            Push(pixel, region, label, ++_age);
    }

    private readonly void Push(int pixel, int region, int label, int age)
    {
        _labels[pixel] = label;
        uint key = SortableFloat.KeyOf(-_levels[pixel]);
        _heap.Push(new BinaryHeap.Entry(((ulong)key << 32) | (uint)age, _pixels.Count));
        _pixels.Add(new FloodSeed(region, pixel, label, IsWaiting: true));
    }
}
