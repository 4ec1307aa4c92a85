using CellSeg.Imaging;
using CellSeg.Imaging.Rows;

namespace CellSeg.Datasets;

/// <summary>Labels that are slow to read: kept in little memory once they were.</summary>
/// <param name="read">Reads them; called again only where several threads ask for them at first.</param>
internal sealed class KeptLabels(Func<LabelImage> read)
{
    private PackedLabels? _kept;

    /// <summary>A label image of the caller's own.</summary>
    /// <exception cref="CellSegException">They cannot be read.</exception>
    public LabelImage Read()
    {
        if (_kept is { } kept)
            return LabelImage.FromRows(kept);
        var labels = read();
        _kept = PackedLabels.Of(labels);
        return labels;
    }
}
