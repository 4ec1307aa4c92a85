using System.Runtime.CompilerServices;

namespace CellSeg.Evaluation.Counting;

/// <summary>
/// Numbers the cells of a label image in the order in which they are met: background is <see cref="Background"/>, the
/// first cell <see cref="FirstCell"/>. Ids may be any positive int32: those up to a limit are looked up in an array,
/// the rest in a dictionary, so that neither a gap nor a huge id costs memory.
/// </summary>
internal sealed class LabelIndex
{
    /// <summary>The number of background.</summary>
    // Not 0, which stands for an id not met yet: so background costs no branch of its own.
    public const int Background = 1;

    /// <summary>The number of the cell that is met first.</summary>
    public const int FirstCell = 2;

    private const int SmallestLimit = 1 << 16;

    private readonly int _denseLimit;
    private readonly string _description;
    private readonly List<int> _labels = [];
    private int[] _numbers = new int[1024];
    private Dictionary<int, int>? _sparse;

    /// <summary>Starts with no cell met.</summary>
    /// <param name="denseLimit">Ids below this are looked up in an array: about the number of pixels.</param>
    /// <param name="description">What an error message calls the image.</param>
    public LabelIndex(int denseLimit, string description)
    {
        _denseLimit = Math.Max(denseLimit, SmallestLimit);
        _description = description;
        _numbers[0] = Background;
    }

    /// <summary>The ids of the cells met so far; the cell with number n is at n - <see cref="FirstCell"/>.</summary>
    public IReadOnlyList<int> Labels => _labels;

    /// <summary>The number of an id, which is a new one when it was not met before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int GetNumber(int label)
    {
        int[] numbers = _numbers;
        int number = (uint)label < (uint)numbers.Length ? numbers[label] : 0;
        return number != 0 ? number : FindOrAdd(label);
    }

    private int FindOrAdd(int label)
    {
        if (label < 0)
        {
            throw new CellSegException(
                _description,
                $"it has the negative label {label}",
                "Use 0 for background and a positive whole number for each cell");
        }
        if (label >= _denseLimit)
        {
            _sparse ??= [];
            if (!_sparse.TryGetValue(label, out int number))
                _sparse[label] = number = Append(label);
            return number;
        }
        if (label >= _numbers.Length)
            Array.Resize(ref _numbers, (int)Math.Min(_denseLimit, Math.Max(label + 1L, _numbers.Length * 2L)));
        return _numbers[label] = Append(label);
    }

    private int Append(int label)
    {
        _labels.Add(label);
        return _labels.Count - 1 + FirstCell;
    }
}
