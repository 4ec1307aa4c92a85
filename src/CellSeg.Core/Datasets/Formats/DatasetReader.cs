namespace CellSeg.Datasets.Formats;

/// <summary>Reads data sets of the known formats.</summary>
public static class DatasetReader
{
    /// <summary>Reads a data set from a folder or an archive.</summary>
    /// <param name="path">The folder or archive.</param>
    /// <param name="format">Its layout.</param>
    /// <param name="options">What to read; everything when null.</param>
    /// <param name="progress">Told of each movie.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What could be read, and every problem by name.</returns>
    /// <exception cref="CellSegException">Nothing could be read at all.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DatasetImportResult Import(
        string path,
        DatasetFormat format = DatasetFormat.Auto,
        DatasetImportOptions? options = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path) && !Directory.Exists(path))
            throw new CellSegException(path, "there is no such file or folder", "Check the path") { IsMissing = true };
        IFileStore store = Directory.Exists(path) ? new FolderFileStore(path) : new ZipFileStore(path);
        if (store.Files.Count == 0)
            throw new CellSegException(path, "it is empty", "Give a folder or archive with images");
        return format switch
        {
            DatasetFormat.Auto or DatasetFormat.Bbbc038 => Bbbc038Format.Import(store, options ?? new DatasetImportOptions(), progress, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }
}
