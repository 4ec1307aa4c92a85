using System.Runtime.CompilerServices;

namespace CellSeg.Evaluation;

/// <summary>
/// Numbers the cells of a label image 0, 1, … as they are met and adds up their pixels. Ids may be any positive
/// int32: those up to a limit are looked up in an array, the rest in a dictionary, so that neither a gap nor a huge id
/// costs memory.
/// </summary>
internal sealed class LabelIndex(int denseLimit, string description)
{
    private const int SmallestLimit = 1 << 16;

    private readonly int _denseLimit = Math.Max(denseLimit, SmallestLimit);
    private int[] _numbers = new int[1024]; // by id: the cell's number + 1, 0 for an id not met yet
    private Dictionary<int, int>? _sparse;
    private int[] _labels = new int[256];
    private int[] _areas = new int[256];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, Count);

    public ReadOnlySpan<int> Areas => _areas.AsSpan(0, Count);

    /// <summary>Adds pixels to a cell and returns its number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Add(int label, int pixels)
    {
        int[] numbers = _numbers;
        int index = (uint)label < (uint)numbers.Length ? numbers[label] - 1 : -1;
        if (index < 0)
            index = FindOrAdd(label);
        _areas[index] += pixels;
        return index;
    }

    /// <summary>A copy without the cells below an area, and the new number (-1 = removed) of each old one.</summary>
    public (LabelIndex Kept, int[] NewNumbers) RemoveSmall(int minimumArea)
    {
        var kept = new LabelIndex(0, description);
        int[] newNumbers = new int[Count];
        for (int i = 0; i < newNumbers.Length; i++)
            newNumbers[i] = _areas[i] < minimumArea ? -1 : kept.Append(_labels[i], _areas[i]);
        return (kept, newNumbers);
    }

    private int FindOrAdd(int label)
    {
        if (label < 0)
        {
            throw new CellSegException(
                description,
                $"it has the negative label {label}",
                "Use 0 for background and a positive whole number for each cell");
        }
        if (label >= _denseLimit)
        {
            _sparse ??= [];
            if (!_sparse.TryGetValue(label, out int index))
                _sparse[label] = index = Append(label, 0);
            return index;
        }
        if (label >= _numbers.Length)
            Array.Resize(ref _numbers, (int)Math.Min(_denseLimit, Math.Max(label + 1L, _numbers.Length * 2L)));
        int added = Append(label, 0);
        _numbers[label] = added + 1;
        return added;
    }

    private int Append(int label, int area)
    {
        if (Count == _labels.Length)
        {
            Array.Resize(ref _labels, Count * 2);
            Array.Resize(ref _areas, Count * 2);
        }
        _labels[Count] = label;
        _areas[Count] = area;
        return Count++;
    }
}
