using CellSeg.Imaging.Codecs;
using CellSeg.Imaging.Rows;

namespace CellSeg.Imaging.Stacks;

/// <summary>
/// A frame of a file that is larger than memory. Bands of it are decoded as any image is; the last two are kept, so that requests
/// which overlap a little decode nothing twice. For use by one thread at a time.
/// </summary>
internal sealed class FrameRows : IImageRows
{
    /// <summary>Bytes of a band in the file, not compressed: so many that opening the file and starting the decoder do not count.</summary>
    public const int DefaultBandBytes = 4 << 20;

    private const int MostValuesLeft = 1 << 26;

    private readonly Func<int, int, CellImage> _read;
    private readonly int _bandHeight;
    private long _valuesLeft;
    private (int Number, CellImage Image) _last, _before;

    /// <summary>Opens a frame; its first band is read.</summary>
    /// <param name="height">Rows of the frame.</param>
    /// <param name="bandHeight">Rows of a band, see <see cref="ChooseBandHeight"/>.</param>
    /// <param name="read">Reads rows: the first, from 0, and how many.</param>
    /// <exception cref="CellSegException">They cannot be read.</exception>
    public FrameRows(int height, int bandHeight, Func<int, int, CellImage> read)
    {
        (Height, _bandHeight, _read) = (height, bandHeight, read);
        _last = _before = (0, ReadBand(0));
    }

    /// <inheritdoc/>
    public int Channels => _last.Image.Channels;

    /// <inheritdoc/>
    public int Height { get; }

    /// <inheritdoc/>
    public int Width => _last.Image.Width;

    /// <inheritdoc/>
    public IReadOnlyList<string> ChannelNames => _last.Image.ChannelNames;

    /// <summary>The rows of bands, which are whole blocks of the file.</summary>
    /// <param name="pages">The pages that make a band.</param>
    /// <param name="bandBytes">So many bytes, not compressed, or more where a block has more.</param>
    public static int ChooseBandHeight(IReadOnlyCollection<IPageRows> pages, int bandBytes)
    {
        long block = pages.Max(page => page.BlockHeight), blockBytes = block * pages.Sum(page => page.RowBytes);
        return (int)Math.Min(block * Math.Max(1, bandBytes / blockBytes), int.MaxValue);
    }

    /// <inheritdoc/>
    public void ReadRows(int top, int rows, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Height - top);
        for (int row = top; row < top + rows;)
        {
            var band = BandOf(row / _bandHeight);
            int start = row % _bandHeight, count = Math.Min(band.Height - start, top + rows - row);
            for (int c = 0; c < Channels; c++)
                band.Plane(c).Slice(start * Width, count * Width).CopyTo(values[(((c * rows) + row - top) * Width)..]);
            row += count;
        }
    }

    private CellImage BandOf(int number)
    {
        if (number != _last.Number)
            (_last, _before) = (number == _before.Number ? _before : (number, ReadBand(number)), _last);
        return _last.Image;
    }

    private CellImage ReadBand(int number)
    {
        int top = number * _bandHeight;
        var band = _read(top, Math.Min(_bandHeight, Height - top));
        // Bands leave large arrays behind, which on a machine with much memory the collector lets pile up to gigabytes.
        _valuesLeft += band.Pixels.Length;
        if (_valuesLeft > MostValuesLeft)
        {
            GC.Collect();
            _valuesLeft = 0;
        }
        return band;
    }
}
