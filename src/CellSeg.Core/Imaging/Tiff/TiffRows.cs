using CellSeg.Imaging.Codecs;

namespace CellSeg.Imaging.Tiff;

/// <summary>
/// A page of a TIFF file that is read some rows at a time: to the decoder, the strips or tiles of these rows are a page of their
/// own. Of strips that are not compressed it is the rows alone, since their places are known: programs write such images in a
/// single strip, however large they are.
/// </summary>
/// <param name="layout">How the numbers of the page lie.</param>
/// <param name="decode">Decodes a page.</param>
internal sealed class TiffRows(TiffLayout layout, Func<TiffLayout, StoredImage> decode) : IPageRows
{
    private readonly bool _hasPlacesOfRows = layout.HasPlacesOfRows();

    /// <inheritdoc/>
    public int Height => layout.Height;

    /// <inheritdoc/>
    public int Width => layout.Width;

    /// <inheritdoc/>
    public int BlockHeight => _hasPlacesOfRows ? 1 : (int)Math.Min(layout.Block.Height, Height);

    /// <inheritdoc/>
    public long RowBytes => layout.ByteCount / Height;

    /// <inheritdoc/>
    public StoredImage Read(int top, int rows)
    {
        int first = top / BlockHeight, end = ((top + rows - 1) / BlockHeight) + 1;
        var stored = decode(_hasPlacesOfRows ? RowsOf(first, end) : BlocksOf(first, end));
        int bytes = stored.Samples.Length / stored.Height, start = (top - (first * BlockHeight)) * bytes;
        return stored with
        {
            Height = rows,
            Samples = rows == stored.Height ? stored.Samples : stored.Samples[start..(start + (rows * bytes))],
        };
    }

    /// <summary>The page of the rows from one to before another, each a strip.</summary>
    private TiffLayout RowsOf(int first, int end)
    {
        long bytes = layout.RowByteCount;
        int strip = (int)layout.Block.Height;
        var offsets = Enumerable.Range(0, layout.PlaneCount).SelectMany(plane => Enumerable.Range(first, end - first).Select(
            row => layout.Offsets[(plane * layout.BlocksDown) + (row / strip)] + (row % strip * bytes)));
        return layout with
        {
            Height = end - first,
            Block = (1, Width),
            Offsets = [.. offsets],
            Counts = [.. Enumerable.Repeat(bytes, layout.PlaneCount * (end - first))],
        };
    }

    /// <summary>The page of the rows of blocks from one to before another.</summary>
    private TiffLayout BlocksOf(int first, int end)
    {
        int height = (int)Math.Min((long)end * BlockHeight, Height) - (first * BlockHeight);
        return layout with
        {
            Height = height,
            Block = layout.IsTiled ? layout.Block : (Math.Min(BlockHeight, height), Width),
            Offsets = Cut(layout.Offsets),
            Counts = Cut(layout.Counts),
        };

        long[] Cut(long[] all) => [.. all.Chunk(layout.BlocksAcross * layout.BlocksDown)
            .SelectMany(plane => plane[(first * layout.BlocksAcross)..(end * layout.BlocksAcross)])];
    }
}
