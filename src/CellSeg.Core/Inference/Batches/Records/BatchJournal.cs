namespace CellSeg.Inference.Batches.Records;

/// <summary>
/// The file of a batch record: a line of JSON for each thing that happens to an image, written at once and flushed to the disk. A
/// last line that was cut off, by a power cut or a full disk, counts for nothing and is removed when the file is opened again.
/// </summary>
internal sealed class BatchJournal : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;

    /// <summary>Opens a record to go on with it.</summary>
    /// <param name="path">Its file, made where there is none.</param>
    /// <exception cref="BatchRecordException">It cannot be written.</exception>
    public BatchJournal(string path)
    {
        _path = path;
        _file = Guard(() => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0));
        Guard(Mend);
    }

    /// <summary>Reads a record, which another process may be writing.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="unreadable">How many lines before the last are none.</param>
    /// <exception cref="CellSegException">The file cannot be read.</exception>
    public static IReadOnlyList<BatchEntry> Read(string path, out int unreadable)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[file.Length];
            file.ReadExactly(content);
            var entries = new List<BatchEntry>();
            unreadable = 0;
            // What follows the last end of a line is not whole.
            for (var rest = content.AsSpan(); rest.IndexOf((byte)'\n') is var end and >= 0; rest = rest[(end + 1)..])
            {
                if (BatchEntry.Parse(rest[..end]) is { } entry)
                    entries.Add(entry);
                else
                    unreadable++;
            }
            return entries;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellSegException(path, $"the record of the batch cannot be read ({e.Message.TrimEnd('.')})", "Check the file and its permissions", e);
        }
    }

    /// <summary>Adds a line, which is on the disk when this returns. Several threads may do so.</summary>
    /// <exception cref="BatchRecordException">It cannot be written; the record is as before.</exception>
    public void Append(BatchEntry entry)
    {
        byte[] line = entry.ToLine();
        lock (_file)
        {
            long end = Guard(() => _file.Seek(0, SeekOrigin.End));
            try
            {
                _file.Write(line);
                _file.Flush(flushToDisk: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Guard(() => _file.SetLength(end));
                throw new BatchRecordException(_path, e);
            }
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private void Mend()
    {
        var content = new byte[_file.Length];
        _file.ReadExactly(content);
        _file.SetLength(content.AsSpan().LastIndexOf((byte)'\n') + 1);
    }

    private void Guard(Action step) => Guard(() =>
    {
        step();
        return true;
    });

    private T Guard<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BatchRecordException(_path, e);
        }
    }
}
