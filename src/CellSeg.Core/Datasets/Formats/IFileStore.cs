namespace CellSeg.Datasets.Formats;

/// <summary>A tree of files, in a folder or in an archive, that a format is read from.</summary>
public interface IFileStore
{
    /// <summary>The folder or archive.</summary>
    string Root { get; }

    /// <summary>All files, relative to the root, with '/' between folders, in ordinal order.</summary>
    IReadOnlyList<string> Files { get; }

    /// <summary>Reads a file whole. Safe to call from several threads at once.</summary>
    /// <param name="file">One of <see cref="Files"/>.</param>
    /// <exception cref="CellSegException">The file cannot be read.</exception>
    byte[] ReadAllBytes(string file);

    /// <summary>The name of a file for messages and outputs.</summary>
    string GetFullName(string file);
}
