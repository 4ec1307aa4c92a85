namespace CellSeg.Imaging.Codecs;

/// <summary>The one page of a PNG, JPEG, BMP or GIF file.</summary>
/// <param name="source">The file.</param>
internal sealed class RasterPages(ByteSource source) : PageFile
{
    /// <inheritdoc/>
    public override int PageCount => 1;

    /// <inheritdoc/>
    public override StoredImage Read(int page)
    {
        if (page != 0)
            throw new CellSegException(source.Name, $"it has one page, none of number {page} (from 0)", "Choose another page");
        try
        {
            return RasterFile.Read(source.ReadAll(), source.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(source.Name, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override void SplitPage(int count) => throw Unsupported(source.Name, $"{count} planes in one page");
}
