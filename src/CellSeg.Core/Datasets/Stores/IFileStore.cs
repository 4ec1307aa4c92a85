using CellSeg.Imaging.Codecs;

namespace CellSeg.Datasets.Stores;

/// <summary>A tree of files, in a folder or in an archive, that a data set is read from.</summary>
internal interface IFileStore
{
    /// <summary>The folder or archive.</summary>
    string Root { get; }

    /// <summary>All files, relative to the root, with '/' between folders, in ordinal order.</summary>
    IReadOnlyList<string> Files { get; }

    /// <summary>One for each file that is listed and cannot be trusted: a name that leads out of the folder, a content that is no honest one.</summary>
    IReadOnlyList<CellSegException> Refused { get; }

    /// <summary>Reads a file whole. Safe to call from several threads at once.</summary>
    /// <param name="file">One of <see cref="Files"/>.</param>
    /// <exception cref="CellSegException">The file cannot be read.</exception>
    byte[] ReadAllBytes(string file);

    /// <summary>A file to open whenever some of it is wanted. Safe to call from several threads at once.</summary>
    /// <param name="file">One of <see cref="Files"/>.</param>
    /// <exception cref="CellSegException">The file is no longer there.</exception>
    ByteSource GetSource(string file);

    /// <summary>The name of a file for messages and outputs.</summary>
    /// <param name="file">One of <see cref="Files"/>, or a folder of theirs.</param>
    string GetFullName(string file);
}
