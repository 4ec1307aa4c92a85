namespace CellSeg.Files;

/// <summary>
/// Files that belong together and appear together or not at all: all are written to temporary names first, then all are
/// moved into place. Where one cannot be moved, those before it are taken back, and what they replaced is there again.
/// </summary>
public sealed class FileSet
{
    private readonly List<Entry> _files = [];

    /// <summary>Names a file of the set; nothing is written yet.</summary>
    /// <param name="path">Where the file shall be. An existing one is replaced; missing folders are made.</param>
    /// <param name="write">Writes the file of the name it is given, which ends with the same extension.</param>
    public void Add(string path, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        _files.Add(CreateEntry(path, write));
    }

    /// <summary>
    /// Writes some more files of the set at once, to temporary names, so that one that cannot be written is told before the others
    /// are made. They appear with all others.
    /// </summary>
    /// <param name="files">Where each shall be, and what writes it to the name that it is given.</param>
    /// <exception cref="CellSegException">One cannot be written; none of them is in the set.</exception>
    internal void Stage(IReadOnlyList<(string Path, Action<string> Write)> files)
    {
        Entry[] staged = [.. files.Select(file => CreateEntry(file.Path, file.Write) with { IsWritten = true })];
        bool isComplete = false;
        try
        {
            foreach (var file in staged)
                WriteTemporary(file);
            isComplete = true;
        }
        finally
        {
            if (!isComplete)
                DeleteTemporary(staged);
        }
        _files.AddRange(staged);
    }

    /// <summary>Forgets all files that have not appeared.</summary>
    internal void Discard()
    {
        DeleteTemporary(_files);
        _files.Clear();
    }

    /// <summary>Writes all files, in the order in which they were named.</summary>
    /// <exception cref="CellSegException">One cannot be written, or not be moved into place; every file is as it was before.</exception>
    public void Write()
    {
        try
        {
            foreach (var file in _files.Where(file => !file.IsWritten))
                WriteTemporary(file);
            MoveAll();
        }
        finally
        {
            DeleteTemporary(_files);
        }
        foreach (var file in _files)
            AtomicFile.TryDelete(file.Replaced);
    }

    private static Entry CreateEntry(string path, Action<string> write)
    {
        string full = Path.GetFullPath(path);
        return new Entry(full, AtomicFile.NameTemporary(full), AtomicFile.NameTemporary(full), write);
    }

    private static void DeleteTemporary(IEnumerable<Entry> files)
    {
        foreach (var file in files)
            AtomicFile.TryDelete(file.Temporary);
    }

    private static void WriteTemporary(Entry file) => Guard(file, () =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
        try
        {
            file.Write(file.Temporary);
        }
        catch (CellSegException e) when (e.Target == file.Temporary)
        {
            // The writer knows its file by the temporary name alone.
            throw new CellSegException(file.Path, e.Reason, e.Remedy, e);
        }
    });

    private void MoveAll()
    {
        var moved = new Stack<Entry>();
        try
        {
            foreach (var file in _files)
            {
                // Nothing comes behind the last file that could make it go back, so that one rename is enough.
                bool isLast = moved.Count == _files.Count - 1;
                Guard(file, () => Move(file, keepReplaced: !isLast));
                moved.Push(file);
            }
        }
        catch (CellSegException)
        {
            foreach (var file in moved)
                TakeBack(file);
            throw;
        }
    }

    private static void Move(Entry file, bool keepReplaced)
    {
        if (!keepReplaced || !File.Exists(file.Path))
        {
            File.Move(file.Temporary, file.Path, overwrite: true);
            return;
        }
        try
        {
            File.Replace(file.Temporary, file.Path, file.Replaced);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows may have given the old file its other name already.
            if (File.Exists(file.Path))
                AtomicFile.TryDelete(file.Replaced);
            else
                TakeBack(file);
            throw;
        }
    }

    private static void TakeBack(Entry file)
    {
        try
        {
            if (File.Exists(file.Replaced))
                File.Move(file.Replaced, file.Path, overwrite: true);
            else
                File.Delete(file.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The others still go back, what was replaced keeps its other name, and the error to tell is the one that came first.
        }
    }

    private static void Guard(Entry file, Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellSegException(
                file.Path,
                $"the file cannot be written ({e.Message.TrimEnd('.')})",
                "Check that the folder can be written to and that the disk is not full",
                e);
        }
    }

    /// <param name="Path">The full name of the file.</param>
    /// <param name="Temporary">The name that it is written under.</param>
    /// <param name="Replaced">The name that a file in its place keeps until all are moved.</param>
    /// <param name="Write">Writes it.</param>
    private sealed record Entry(string Path, string Temporary, string Replaced, Action<string> Write)
    {
        /// <summary>Whether it is there under its temporary name already.</summary>
        public bool IsWritten { get; init; }
    }
}
