using CellSeg.Datasets.Stores;
using CellSeg.Files;
using CellSeg.Imaging.Naming;
using CellSeg.Imaging.Writing;

namespace CellSeg.Datasets.Layouts.Exporting;

/// <summary>
/// The folder that a data set is written to. All files are written under other names first, and appear together when all are there:
/// until then, and where the work is stopped, an earlier export stays as it is. Of that nothing is left afterwards; a folder with
/// images that no export wrote is refused, for they would be mixed with the new ones, or lost.
/// </summary>
internal sealed class ExportFolder : IDisposable
{
    // Windows and macOS take names that differ in case for the same file.
    private static readonly StringComparer Names = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    private readonly string _folder;
    private readonly IReadOnlyList<string> _old;
    private readonly FileSet _files = new();

    // What one system keeps apart is one file where the data set is copied to.
    private readonly Dictionary<string, string> _written = new(StringComparer.OrdinalIgnoreCase);

    private ExportFolder(string folder, IReadOnlyList<string> old) => (_folder, _old) = (folder, old);

    /// <summary>Looks at a folder before anything is written to it.</summary>
    /// <param name="folder">Its full name; it need not exist.</param>
    /// <param name="overwrite">Whether an earlier export may be replaced.</param>
    /// <param name="isOfLayout">Whether a file, by its name in the folder with '/' between sub-folders, is one that the layout would read.</param>
    /// <exception cref="CellSegException">It is a file, or holds what may not be replaced.</exception>
    public static ExportFolder Open(string folder, bool overwrite, Func<string, bool> isOfLayout)
    {
        if (File.Exists(folder))
            throw new CellSegException(folder, "it is a file, and the data set becomes a folder of files", "Give the name of a folder");
        string[] old = Directory.Exists(folder) ? [.. new FolderFileStore(folder).Files.Where(file => !ImageFiles.IsJunk(file) && isOfLayout(file))] : [];
        if (old.Length > 0 && !overwrite)
        {
            throw new CellSegException(
                folder, $"it holds such data already, {old[0]} for example", "Use -Force to replace an earlier export, or another destination");
        }
        if (Array.Find(old, file => ImageFiles.HasImageExtension(file) && !StackText.IsOwn(Path.Combine(folder, file))) is { } foreign)
        {
            throw new CellSegException(
                Path.Combine(folder, foreign), "no export wrote this file, so that it is not replaced, and would be mixed with the new data",
                "Choose another destination, or move the file away");
        }
        return new ExportFolder(folder, old);
    }

    /// <summary>Writes the files of a movie, all of them or none, under names that nobody sees yet.</summary>
    /// <param name="movie">The name of the movie, for messages.</param>
    /// <param name="files">The name of each in the folder, with '/' between sub-folders, and what writes it.</param>
    /// <exception cref="CellSegException">A name cannot be one or is that of a file of another movie, or a file cannot be written.</exception>
    public void Stage(string movie, IReadOnlyList<(string Name, Action<string> Write)> files)
    {
        (string Path, Action<string> Write)[] staged = [.. files.Select(file => (Path.GetFullPath(Path.Combine(_folder, file.Name)), file.Write))];
        foreach (var (path, _) in staged)
        {
            FileNameRules.Check(movie, _folder, path);
            if (_written.TryGetValue(path, out string? other))
            {
                throw new CellSegException(
                    movie, $"its file {path} is that of {other} already", "Give the movies names that differ by more than small and capital letters");
            }
        }
        _files.Stage(staged);
        foreach (var (path, _) in staged)
            _written[path] = movie;
    }

    /// <summary>Lets all files appear, and removes what is left of an earlier export.</summary>
    /// <exception cref="CellSegException">A file cannot be moved into place, and all is as it was; or one of the earlier export cannot be removed.</exception>
    public void Commit()
    {
        _files.Write();
        var written = _written.Keys.ToHashSet(Names);
        foreach (string path in _old.Select(file => Path.GetFullPath(Path.Combine(_folder, file))).Where(path => !written.Contains(path)))
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CellSegException(
                    path, $"this file of an earlier export cannot be removed ({e.Message.TrimEnd('.')}), and lies among the new ones", "Remove it yourself", e);
            }
        }
    }

    /// <summary>Forgets what has not appeared, and the folders that were made for it.</summary>
    public void Dispose()
    {
        _files.Discard();
        RemoveEmptyFolders(_folder);
    }

    private static void RemoveEmptyFolders(string folder)
    {
        try
        {
            if (!Directory.Exists(folder))
                return;
            foreach (string below in Directory.GetDirectories(folder))
                RemoveEmptyFolders(below);
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty folder is in nobody's way.
        }
    }
}
