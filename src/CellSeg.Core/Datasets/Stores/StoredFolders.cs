using CellSeg.Imaging.Naming;

namespace CellSeg.Datasets.Stores;

/// <summary>The files of a store by their folders, without what operating systems leave behind.</summary>
internal sealed class StoredFolders
{
    private readonly SortedDictionary<string, List<StoredFile>> _folders = new(StringComparer.Ordinal);

    /// <summary>Sorts files into their folders.</summary>
    /// <param name="store">The files.</param>
    /// <param name="isWanted">Whether a file counts, by its name with folders; all do when null.</param>
    public StoredFolders(IFileStore store, Func<string, bool>? isWanted = null)
    {
        Store = store;
        foreach (string file in store.Files.Where(file => !file.Split('/').Any(ImageFiles.IsJunk) && isWanted?.Invoke(file) != false))
        {
            string folder = file[..Math.Max(file.LastIndexOf('/'), 0)];
            if (!_folders.TryGetValue(folder, out var files))
                _folders[folder] = files = [];
            files.Add(new StoredFile(store, file));
        }
    }

    /// <summary>Where the files are.</summary>
    public IFileStore Store { get; }

    /// <summary>The folders that have files of their own, in ordinal order, with '/' between their parts; the root is the empty text.</summary>
    public IReadOnlyCollection<string> Names => _folders.Keys;

    /// <summary>The files of a folder, without those of its sub-folders, in ordinal order; none where it has none.</summary>
    public IReadOnlyList<StoredFile> this[string folder] => _folders.TryGetValue(folder, out var files) ? files : [];

    /// <summary>A folder of a folder.</summary>
    /// <param name="folder">The folder; empty for the root.</param>
    /// <param name="below">What lies below it; empty for the folder itself.</param>
    public static string Combine(string folder, string below) => folder.Length == 0 ? below : below.Length == 0 ? folder : $"{folder}/{below}";
}
