using CellSeg.Imaging;

namespace CellSeg.Evaluation.Inspection;

/// <summary>
/// Looks at label images before they are measured: whether they are any, which their numbers alone tell. A grey image or a
/// mask of zeros and ones would be measured without an error, and mean nothing.
/// </summary>
/// <remarks>
/// In label images nearly each id is one piece, and cells touch only along their outlines. Of 199 images of BBBC038 each has
/// a median piece of one or two pixels when its greys are taken for ids, and at least 29 % of the pairs of neighbours with
/// ids differ; in their labels at most 3.4 % do, and no median piece is below 59 pixels. Where blur or few greys make larger
/// pieces there are many to a value. Labels at a quarter of their size, with holes or strewn with specks pass.
/// </remarks>
/// <param name="warn">Is told what is no label image; once for a file.</param>
public sealed class LabelInspector(Action<string> warn)
{
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
        if (pieces.IsGreyImage)
        {
            return FormattableString.Invariant($"this looks like a grey image, not like labels: {ids} values in {count} pieces, ")
                + "half of which have one or two pixels. Give its label image; what is measured here means nothing otherwise.";
        }
        bool hasOneInPieces = ids == 1 && count > 1;
        if (NumberPieces || !(hasOneInPieces || pieces.IsMask))
            return null;
        string what = ids == 1
            ? FormattableString.Invariant($"one id ({pieces.PiecesOfId.Keys.First()}) stands for {count} separate pieces, and is one cell here")
            : FormattableString.Invariant($"{ids} ids stand for {count} separate pieces, and each id is one cell here");
        return $"{what}. Use -NumberPieces if each piece is a cell, as in a mask; give the label image if this is none.";
    }
}
