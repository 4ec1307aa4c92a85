namespace CellSeg.Imaging.Codecs;

/// <summary>A page of an image file whose numbers are read some rows at a time.</summary>
internal interface IPageRows
{
    /// <summary>Rows.</summary>
    int Height { get; }

    /// <summary>Columns.</summary>
    int Width { get; }

    /// <summary>Rows that are decoded together, so that a part of them takes as long as all.</summary>
    int BlockHeight { get; }

    /// <summary>Bytes of a row when they are not compressed.</summary>
    long RowBytes { get; }

    /// <summary>Reads the numbers of some rows.</summary>
    /// <param name="top">The first row, from 0.</param>
    /// <param name="rows">How many; all lie in the page.</param>
    /// <exception cref="CellSegException">They cannot be read whole.</exception>
    StoredImage Read(int top, int rows);
}
