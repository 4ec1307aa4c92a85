using CellSeg.Datasets.Layouts.Pairs.Finding;
using CellSeg.Imaging.Naming;

namespace CellSeg.Datasets.Layouts.Pairs;

/// <summary>
/// Images with the masks that Cellpose leaves beside them, <c>NAME_cp_masks.png</c> or <c>.tif</c>, or that its users make for it,
/// <c>NAME_masks.tif</c>. Its other files are passed over; masks that are there as <c>_seg.npy</c> alone are told.
/// </summary>
internal sealed class CellposeLayout : PairLayout
{
    /// <inheritdoc/>
    public override DatasetFormat Format => DatasetFormat.Cellpose;

    /// <inheritdoc/>
    public override string Shape => "NAME.tif with NAME_masks.tif or NAME_cp_masks.png";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Takes { get; } =
        [nameof(DatasetImportOptions.LabelPath), nameof(DatasetImportOptions.LabelChannel), nameof(DatasetImportOptions.Slice)];

    /// <inheritdoc/>
    protected override bool MayLackLabels => false;

    /// <inheritdoc/>
    protected override LabelNames GetNames(DatasetImportOptions options) => LabelNames.Known;

    /// <inheritdoc/>
    protected override bool IsWanted(string file) => !CellposeFiles.IsByProduct(file);

    /// <inheritdoc/>
    protected override bool IsRecognised(FoundPairs found, DatasetImportOptions options)
        => found.HasLabels
            ? found.PairCount > 0 && found.Folders.SelectMany(pair => pair.Folder.Labels).All(label => CellposeFiles.IsMask(label.Name))
            : found.HasPickledMasks;
}
