using CellSeg.Datasets.Layouts.Pairs.Finding;
using CellSeg.Imaging.Naming;

namespace CellSeg.Datasets.Layouts.Pairs;

/// <summary>
/// Image files and label files of any program: in a folder of images and one of labels, with the same sub-folders, or in one
/// folder where label files have an ending such as <c>_labels</c>; also as StarDist (<c>images</c>, <c>masks</c>) and nnU-Net
/// (<c>imagesTr</c>, <c>labelsTr</c>) have them.
/// </summary>
internal sealed class LabelFolderLayout : PairLayout
{
    /// <inheritdoc/>
    public override DatasetFormat Format => DatasetFormat.LabelFolder;

    /// <inheritdoc/>
    public override string Shape => "images/NAME.tif with labels/NAME.tif, or NAME.tif with NAME_labels.tif";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Takes { get; } =
    [
        nameof(DatasetImportOptions.LabelPath), nameof(DatasetImportOptions.Suffix), nameof(DatasetImportOptions.FilesAreFrames),
        nameof(DatasetImportOptions.LabelChannel), nameof(DatasetImportOptions.Slice),
    ];

    /// <inheritdoc/>
    protected override bool MayLackLabels => true;

    /// <inheritdoc/>
    protected override LabelNames GetNames(DatasetImportOptions options) => new(options.Suffix);

    /// <inheritdoc/>
    protected override bool IsWanted(string file) => true;

    /// <inheritdoc/>
    protected override bool IsRecognised(FoundPairs found, DatasetImportOptions options)
        // Any folder may hold images: without labels it takes a word of the user to be a data set.
        => found.ImageCount > 0 && (found.PairCount > 0 || options.LabelPath is not null || options.FilesAreFrames);
}
