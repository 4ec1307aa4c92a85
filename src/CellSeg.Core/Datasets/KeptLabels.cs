using CellSeg.Imaging;

namespace CellSeg.Datasets;

/// <summary>Labels that are slow to read: kept in little memory once they were.</summary>
/// <param name="read">Reads them; called again only where several threads ask for them at first.</param>
internal sealed class KeptLabels(Func<LabelImage> read)
{
    private CompactLabels? _kept;

    /// <summary>A label image of the caller's own.</summary>
    /// <exception cref="CellSegException">They cannot be read.</exception>
    public LabelImage Read()
    {
        if (_kept is { } kept)
            return kept.ToLabels();
        var labels = read();
        _kept = new CompactLabels(labels);
        return labels;
    }
}
