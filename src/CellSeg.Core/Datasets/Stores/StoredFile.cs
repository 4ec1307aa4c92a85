using CellSeg.Imaging.Codecs;

namespace CellSeg.Datasets.Stores;

/// <summary>A file of a folder or archive.</summary>
/// <param name="Store">Where it is.</param>
/// <param name="Name">One of its files.</param>
internal sealed record StoredFile(IFileStore Store, string Name)
{
    /// <summary>Its name for messages.</summary>
    public string FullName => Store.GetFullName(Name);

    /// <summary>The file, to be opened whenever some of it is wanted.</summary>
    /// <exception cref="CellSegException">It is no longer there.</exception>
    public ByteSource GetSource() => Store.GetSource(Name);
}
