namespace CellSeg.Imaging.Codecs;

/// <summary>The bytes of a file, on the disk or in memory, that are opened whenever some of them are wanted.</summary>
internal sealed class ByteSource
{
    private readonly Func<byte[]>? _content;
    private readonly (long Length, DateTime Time) _stamp;

    private ByteSource(string name, Func<byte[]>? content, (long Length, DateTime Time) stamp) => (Name, _content, _stamp) = (name, content, stamp);

    /// <summary>The file, for messages.</summary>
    public string Name { get; }

    /// <summary>Whether some of the bytes can be had without all of them being brought into memory.</summary>
    public bool IsOnDisk => _content is null;

    /// <summary>A file on the disk.</summary>
    /// <exception cref="CellSegException">There is no such file.</exception>
    public static ByteSource FromFile(string path)
    {
        var file = new FileInfo(path);
        return file.Exists
            ? new ByteSource(path, null, Stamp(file))
            : throw new CellSegException(path, "there is no such file", "Check the path") { IsMissing = true };
    }

    /// <summary>A file in memory.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">What to call it in errors.</param>
    public static ByteSource FromBytes(byte[] content, string name) => FromContent(() => content, name);

    /// <summary>A file that is brought into memory whenever it is opened, such as one of an archive.</summary>
    /// <param name="read">Reads the whole file.</param>
    /// <param name="name">What to call it in errors.</param>
    public static ByteSource FromContent(Func<byte[]> read, string name) => new(name, read, default);

    /// <summary>Opens the bytes for reading from the beginning.</summary>
    /// <exception cref="CellSegException">The file has changed since it was first looked at, so that what is known of it no longer holds.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public Stream Open()
    {
        if (_content is not null)
            return new MemoryStream(_content(), writable: false);
        if (Stamp(new FileInfo(Name)) != _stamp)
            throw new CellSegException(Name, "the file has changed since it was opened", "Wait until it is written, then read it again");
        return new FileStream(Name, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
    }

    /// <summary>Reads everything.</summary>
    /// <inheritdoc cref="Open" path="exception"/>
    public byte[] ReadAll()
    {
        if (_content is not null)
            return _content();
        using var stream = Open();
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static (long Length, DateTime Time) Stamp(FileInfo file) => file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
}
