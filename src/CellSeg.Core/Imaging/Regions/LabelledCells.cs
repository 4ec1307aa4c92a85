using CellSeg.Imaging.Rows;

namespace CellSeg.Imaging.Regions;

/// <summary>
/// The cells of labels of any size, one after the other in ascending order of id. The labels are read in bands, from the top: once
/// for the bounding boxes, and once more whenever the cells are gone through. Only those cells are in memory that have begun and
/// are not finished yet, and finished ones that wait for one with a smaller id; where ids go down the image, these are few.
/// </summary>
internal sealed class LabelledCells
{
    private readonly int? _rowsPerBand;
    private readonly List<CellBox> _boxes;
    private readonly Dictionary<int, int> _places;

    /// <summary>Looks through labels for the cells that there are.</summary>
    /// <param name="labels">The labels, which stay the same.</param>
    /// <param name="rowsPerBand">Rows that are in memory at a time, which changes nothing but the time; some megabytes when null.</param>
    public LabelledCells(ILabelRows labels, int? rowsPerBand = null)
    {
        (Labels, _rowsPerBand) = (labels, rowsPerBand);
        _boxes = CellBoxes.Find(labels, rowsPerBand ?? RowBand.CountRows(labels.Width));
        _places = new Dictionary<int, int>(_boxes.Count);
        foreach (var box in _boxes)
            _places.Add(box.Label, _places.Count);
    }

    /// <summary>The labels that they are the cells of.</summary>
    public ILabelRows Labels { get; }

    /// <summary>How many cells there are.</summary>
    public int Count => _boxes.Count;

    /// <summary>Goes through the cells, in ascending order of id. An id is one cell, even when its pixels lie in several pieces.</summary>
    /// <param name="image">Intensities, as large as the labels; null for shapes alone.</param>
    /// <exception cref="CellSegException">An id is negative, or the image can no longer be read.</exception>
    public IEnumerable<CellRegion> Read(IImageRows? image = null)
    {
        int width = Labels.Width, channels = image?.Channels ?? 0, next = 0;
        int rowsPerBand = Math.Min(Labels.Height, _rowsPerBand ?? RowBand.CountRows(width, 1 + channels));
        var cells = new CellRegion?[_boxes.Count];
        var ids = new int[rowsPerBand * width];
        var values = new float[rowsPerBand * width * channels];
        foreach (var band in RowBand.Cut(Labels.Height, rowsPerBand))
        {
            int pixels = band.Count * width;
            Labels.ReadRows(band.Top, band.Count, ids.AsSpan(0, pixels));
            image?.ReadRows(band.Top, band.Count, values.AsSpan(0, pixels * channels));
            Add(cells, band, ids.AsSpan(0, pixels), values.AsSpan(0, pixels * channels));
            for (; next < _boxes.Count && _boxes[next].Bottom <= band.Bottom; next++)
            {
                yield return cells[next]!;
                cells[next] = null;
            }
        }
    }

    /// <param name="cells">Those that have begun and not been given away, at their places.</param>
    /// <param name="band">The band.</param>
    /// <param name="ids">Its ids.</param>
    /// <param name="values">Its intensities, channel by channel; none without an image.</param>
    private void Add(CellRegion?[] cells, RowBand band, ReadOnlySpan<int> ids, ReadOnlySpan<float> values)
    {
        int width = Labels.Width, channels = values.Length / ids.Length;
        for (int first = 0; first < ids.Length; first += width)
        {
            var row = ids.Slice(first, width);
            for (int start = 0, end; start < width; start = end)
            {
                int label = row[start], length = row[start..].IndexOfAnyExcept(label);
                end = length < 0 ? width : start + length;
                if (label == 0)
                    continue;
                if (label < 0)
                {
                    throw new CellSegException(
                        "Label image", $"it has the negative label {label}", "Use 0 for background and a positive whole number for each cell");
                }
                int place = _places[label];
                var cell = cells[place] ??= new CellRegion(_boxes[place], channels);
                cell.Runs.Add(new CellRun(band.Top + (first / width), start, end));
                for (int c = 0; c < channels; c++)
                    cell.AddIntensities(c, values.Slice((c * ids.Length) + first + start, end - start));
            }
        }
    }
}
