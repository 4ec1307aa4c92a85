namespace CellSeg.Datasets.Layouts;

/// <summary>Writes data sets in one layout, so that its <see cref="DatasetLayout"/>, and other programs, read the same cells from it.</summary>
internal abstract class DatasetExporter
{
    /// <summary>
    /// Writes a data set. Files appear whole or not at all. A movie that cannot be read is a problem, and the others are written.
    /// </summary>
    /// <param name="dataset">At least one movie.</param>
    /// <param name="destination">The full name of the folder or file.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told of each movie.</param>
    /// <param name="cancellationToken">Stops between frames; what is not complete is not there.</param>
    /// <returns>What could not be written, and what is odd about what was.</returns>
    /// <exception cref="CellSegException">
    /// Nothing can be written: the destination is there already and may not be replaced, or the movies do not fit the layout.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public abstract ExportOutcome Write(
        CellDataset dataset, string destination, DatasetExportOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellationToken);
}
