namespace CellSeg.Imaging.Codecs;

/// <summary>An image file as a row of pages, and what it says of them.</summary>
internal abstract class PageFile
{
    /// <summary>Pages that are images of their own, at least 1: previews and masks of others are none.</summary>
    public abstract int PageCount { get; }

    /// <summary>The text that the program which wrote the file left in it; empty without one.</summary>
    public virtual string Description => "";

    /// <summary>Pixels a unit of length along a row, the unit being told by <see cref="Description"/>; null where nothing is said.</summary>
    public virtual (double X, double Y)? Resolution => null;

    /// <summary>What ImageJ calls the pages, in their order; empty without names.</summary>
    public virtual IReadOnlyList<string> PageNames => [];

    /// <summary>Reads the numbers of a page.</summary>
    /// <param name="page">The page, from 0.</param>
    /// <exception cref="CellSegException">There is no such page, or it cannot be read whole.</exception>
    public abstract StoredImage Read(int page);

    /// <summary>Opens a page whose numbers are to be read some rows at a time; null where they are read only all together.</summary>
    /// <param name="page">The page, from 0.</param>
    /// <exception cref="CellSegException">There is no such page, or part of it is not there.</exception>
    public virtual IPageRows? OpenRows(int page) => null;

    /// <summary>
    /// Takes the only page for the first of several that lie one behind the other without headers of their own, as ImageJ
    /// saves them beyond 4 GB.
    /// </summary>
    /// <param name="count">How many there are.</param>
    /// <exception cref="CellSegException">They are not there.</exception>
    public abstract void SplitPage(int count);

    /// <summary>The error of a file whose pixels cannot be had.</summary>
    /// <param name="name">The file.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <param name="cause">Where that was found.</param>
    public static CellSegException Unreadable(string name, string reason, Exception? cause = null) => new(
        name,
        $"the image cannot be read ({reason.ReplaceLineEndings(" ").Trim().TrimEnd('.')})",
        "Replace the file by an intact TIFF, PNG or JPEG",
        cause);

    /// <summary>The error of pixels of a kind that is not read.</summary>
    /// <param name="name">The file.</param>
    /// <param name="kind">What the file has, by its name.</param>
    public static CellSegException Unsupported(string name, string kind)
        => new(name, $"{kind} cannot be read", "Save the image as a TIFF of 8, 16 or 32 bits, not compressed or by LZW or Deflate");
}
