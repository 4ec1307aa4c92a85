namespace CellSeg.Inference.Prediction.Windows;

/// <summary>Takes rows of labels.</summary>
/// <param name="rows">Some rows, row-major, which follow on those before; gone afterwards.</param>
internal delegate void LabelRowsHandler(ReadOnlySpan<int> rows);

/// <summary>The rows of a label image that are being drawn: from the first that is not finished to the last that has been begun.</summary>
/// <param name="width">Columns.</param>
internal sealed class LabelCanvas(int width)
{
    private int[] _labels = [];
    private int _first, _end;

    /// <summary>A row that has been begun and is not finished.</summary>
    public Span<int> RowOf(int row) => _labels.AsSpan((row - _first) * width, width);

    /// <summary>Begins rows, without cells.</summary>
    /// <param name="end">The row behind the last of them.</param>
    public void Extend(int end)
    {
        int length = checked((end - _first) * width);
        if (_labels.Length < length)
            Array.Resize(ref _labels, length);
        _labels.AsSpan((_end - _first) * width, (end - _end) * width).Clear();
        _end = end;
    }

    /// <summary>Finishes rows.</summary>
    /// <param name="end">The row behind the last of them.</param>
    /// <param name="append">Takes them.</param>
    public void Take(int end, LabelRowsHandler append)
    {
        int length = (end - _first) * width, rest = (_end - end) * width;
        append(_labels.AsSpan(0, length));
        _labels.AsSpan(length, rest).CopyTo(_labels);
        _first = end;
    }
}
