using CellSeg.Imaging;

namespace CellSeg.Evaluation.Inspection;

/// <summary>
/// Looks at label images before they are measured: whether they are any, which their numbers alone tell. A grey image or a
/// mask of zeros and ones would be measured without an error, and mean nothing.
/// </summary>
/// <remarks>
/// In label images nearly each id is one piece, and cells touch only along their outlines. Over 600 images of nuclei and
/// their labels, cut, blurred, coarsened and strewn with specks, the limits below lie far from either: in grey images the
/// median piece has one or two pixels, and a third and more of the pixels differ from their right neighbour; in labels 1 of
/// 60 does, and the smallest median piece has 59 pixels.
/// </remarks>
/// <param name="warn">Is told what is no label image; once for a file.</param>
public sealed class LabelInspector(Action<string> warn)
{
    // Fewer pieces make no statement.
    private const int FewestSpecks = 64;
    private const int LeastShareOfContacts = 8;
    private const int MostPiecesOfId = 5;

    private readonly HashSet<string> _warned = [];

    /// <summary>Whether each piece of an id becomes a cell of its own: pixels that touch by edges or corners. Default: an id is a cell.</summary>
    public bool NumberPieces { get; init; }

    /// <summary>Looks at the labels of a file.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="path">Their file.</param>
    /// <param name="frame">The frame of a movie, from 0; null for a single image.</param>
    /// <returns>What is to be measured: the labels, or their pieces.</returns>
    public LabelImage Inspect(LabelImage labels, string path, int? frame = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (!_warned.Contains(path) && Find(LabelPieces.Count(labels)) is { } doubt)
        {
            _warned.Add(path);
            warn(frame is null ? $"{path}: {doubt}" : FormattableString.Invariant($"{path} (frame {frame}, from 0): {doubt}"));
        }
        return Prepare(labels);
    }

    /// <summary>What is to be measured of labels that need no look: they themselves, or their pieces.</summary>
    public LabelImage Prepare(LabelImage labels) => NumberPieces ? LabelPieces.Number(labels) : labels;

    private string? Find(LabelPieces pieces)
    {
        var (ids, count) = (pieces.IdCount, pieces.PieceCount);
        if (count >= FewestSpecks && 2 * pieces.SpeckCount >= count && LeastShareOfContacts * (long)pieces.ContactCount >= pieces.PixelCount)
        {
            return FormattableString.Invariant($"this looks like a grey image, not like labels: {ids} values in {count} pieces, ")
                + "half of which have one or two pixels. Give its label image; what is measured here means nothing otherwise.";
        }
        if (NumberPieces || ids == 0 || (ids == 1 ? count == 1 : count < MostPiecesOfId * (long)ids))
            return null;
        string what = ids == 1
            ? FormattableString.Invariant($"one id ({pieces.AnyId}) stands for {count} separate pieces, and is one cell here")
            : FormattableString.Invariant($"{ids} ids stand for {count} separate pieces, and each id is one cell here");
        return $"{what}. Use -NumberPieces if each piece is a cell, as in a mask; give the label image if this is none.";
    }
}
