using CellSeg.Datasets.Layouts;
using CellSeg.Datasets.Layouts.Coco;
using CellSeg.Datasets.Layouts.DeepCell.Writing;
using CellSeg.Datasets.Layouts.Pairs;
using CellSeg.Datasets.Layouts.TrackingChallenge;

namespace CellSeg.Datasets.Formats;

/// <summary>Writes data sets in the layouts that other programs read.</summary>
public static class DatasetWriter
{
    /// <summary>Writes a data set to a folder or file.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="destination">The folder or file; missing folders are made.</param>
    /// <param name="format">The layout.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <param name="progress">Told of each movie.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>What could not be written, and what was left out.</returns>
    /// <exception cref="CellSegException">
    /// Nothing can be written: the data set is empty, or the destination is there already, or the movies do not fit.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ExportOutcome Export(
        CellDataset dataset,
        string destination,
        DatasetExportFormat format,
        DatasetExportOptions? options = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentException.ThrowIfNullOrEmpty(destination);
        Require.Choice(format);
        if (dataset.MovieCount == 0)
            throw new CellSegException(dataset.Name, "the data set has no movies", "Give one that has some");
        return Create(format).Write(dataset, Path.GetFullPath(destination), options ?? new DatasetExportOptions(), progress, cancellationToken);
    }

    private static DatasetExporter Create(DatasetExportFormat format) => format switch
    {
        DatasetExportFormat.LabelFolder => new LabelFolderExporter(),
        DatasetExportFormat.Npz => new NpzExporter(),
        DatasetExportFormat.Trks => new TrksExporter(),
        DatasetExportFormat.CellTrackingChallenge => new TrackingChallengeExporter(),
        DatasetExportFormat.Coco => new CocoExporter(),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
