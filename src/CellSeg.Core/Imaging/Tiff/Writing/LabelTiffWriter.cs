using System.IO.Compression;
using System.Numerics;
using System.Runtime.InteropServices;
using CellSeg.Imaging.Rows;
using CellSeg.Imaging.Tiff.Structure;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Tiff.Writing;

/// <summary>
/// Writes labels of any size as a TIFF file of one page, compressed without loss: 16 bits a pixel, or 32 where there are ids above
/// 65,535. The page is in strips, that of a large file in tiles; large files are BigTIFF. The OME-XML in the description and the
/// resolution tell the size of a pixel.
/// </summary>
internal sealed class LabelTiffWriter
{
    // From so many bytes of pixels on, in which programs jump about; ImageJ by itself, which knows neither tiles nor BigTIFF, takes the others.
    private const long LargeFile = 1 << 28;

    private const int TileSize = 512, PixelsPerStrip = 1 << 16;

    // A level below the usual one: stretches of equal ids pack almost as well by it, and in less time.
    private static readonly ZLibCompressionOptions Compression = new() { CompressionLevel = 5 };

    private readonly ILabelRows _labels;
    private readonly bool _isTiled;
    private readonly int _blockWidth, _blockHeight;
    private readonly List<long> _offsets = [], _counts = [];

    private LabelTiffWriter(ILabelRows labels, bool isLarge)
    {
        (_labels, _isTiled) = (labels, isLarge);
        (_blockWidth, _blockHeight) = isLarge
            ? (TileSize, TileSize)
            : (labels.Width, Math.Clamp(PixelsPerStrip / labels.Width, 1, labels.Height));
    }

    /// <summary>Writes a file, as it is named.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="pixelSize">Micrometres a pixel; null where nobody knows.</param>
    /// <param name="largeFile">The bytes of pixels from which on a file is large; for tests.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ILabelRows labels, double? pixelSize, long largeFile = LargeFile)
    {
        int bits = labels.MaxLabel <= ushort.MaxValue ? 16 : 32;
        bool isLarge = (long)labels.Height * labels.Width * bits / 8 >= largeFile;
        var writer = new LabelTiffWriter(labels, isLarge);
        var directory = new TiffDirectoryWriter(BitConverter.IsLittleEndian, isLarge);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        file.Write(directory.WriteHeader(0));
        if (bits == 16)
            writer.WritePixels<ushort>(file);
        else
            writer.WritePixels<uint>(file);
        if (file.Position % 2 == 1)
            file.WriteByte(0);
        long position = file.Position;
        writer.Describe(directory, bits, pixelSize);
        file.Write(directory.Write(position));
        file.Position = 0;
        file.Write(directory.WriteHeader(position));
    }

    private void WritePixels<T>(FileStream file) where T : unmanaged, IBinaryInteger<T>
    {
        int width = _labels.Width, across = (width + _blockWidth - 1) / _blockWidth;
        int down = _isTiled ? 1 : Math.Max(1, RowBand.CountRows(width) / _blockHeight);
        var pixels = new int[Math.Min(_labels.Height, down * _blockHeight) * width];
        foreach (var band in RowBand.Cut(_labels.Height, down * _blockHeight))
        {
            _labels.ReadRows(band.Top, band.Count, pixels.AsSpan(0, band.Count * width));
            var packed = new MemoryStream[across * ((band.Count + _blockHeight - 1) / _blockHeight)];
            Parallel.For(0, packed.Length, i => packed[i] = Pack<T>(pixels, band.Count, i / across * _blockHeight, i % across * _blockWidth));
            foreach (var block in packed)
            {
                _offsets.Add(file.Position);
                _counts.Add(block.Length);
                block.WriteTo(file);
            }
        }
    }

    /// <summary>Compresses a block. What of a tile lies outside of the image is background; a strip ends with it.</summary>
    private MemoryStream Pack<T>(int[] pixels, int rows, int top, int left) where T : unmanaged, IBinaryInteger<T>
    {
        int width = _labels.Width, columns = Math.Min(_blockWidth, width - left), filled = Math.Min(_blockHeight, rows - top);
        using var buffer = new PooledBuffer<T>((_isTiled ? _blockHeight : filled) * _blockWidth, clear: true);
        var block = buffer.Span;
        for (int y = 0; y < filled; y++)
        {
            for (int x = 0; x < columns; x++)
                block[(y * _blockWidth) + x] = T.CreateChecked(pixels[((top + y) * width) + left + x]);
        }
        var packed = new MemoryStream();
        // Without a predictor: ImageJ takes none with Deflate, and shows wrong numbers without a word.
        using (var deflate = new ZLibStream(packed, Compression, leaveOpen: true))
            deflate.Write(MemoryMarshal.AsBytes(block));
        return packed;
    }

    private void Describe(TiffDirectoryWriter directory, int bits, double? pixelSize)
    {
        directory.Set(TiffTag.ImageWidth, TiffType.Long, _labels.Width);
        directory.Set(TiffTag.ImageLength, TiffType.Long, _labels.Height);
        directory.Set(TiffTag.BitsPerSample, TiffType.Short, bits);
        directory.Set(TiffTag.Compression, TiffType.Short, (long)TiffCompression.Deflate);
        directory.Set(TiffTag.Photometric, TiffType.Short, (long)TiffPhotometric.BlackIsZero);
        directory.Set(TiffTag.ImageDescription, TiffType.Ascii, [.. OmeText.Write(_labels.Height, _labels.Width, bits, pixelSize), '\0']);
        directory.Set(TiffTag.SamplesPerPixel, TiffType.Short, 1);
        directory.Set(TiffTag.SampleFormat, TiffType.Short, 1);
        directory.Set(_isTiled ? TiffTag.TileOffsets : TiffTag.StripOffsets, directory.PositionType, [.. _offsets]);
        directory.Set(_isTiled ? TiffTag.TileByteCounts : TiffTag.StripByteCounts, directory.PositionType, [.. _counts]);
        if (_isTiled)
        {
            directory.Set(TiffTag.TileWidth, TiffType.Long, _blockWidth);
            directory.Set(TiffTag.TileLength, TiffType.Long, _blockHeight);
        }
        else
            directory.Set(TiffTag.RowsPerStrip, TiffType.Long, _blockHeight);
        var (numerator, denominator, unit) = FindResolution(pixelSize);
        directory.Set(TiffTag.XResolution, TiffType.Rational, numerator, denominator);
        directory.Set(TiffTag.YResolution, TiffType.Rational, numerator, denominator);
        directory.Set(TiffTag.ResolutionUnit, TiffType.Short, unit);
    }

    /// <summary>Pixels a centimetre as a ratio, with as many digits as it takes; 1 without a unit where they are not known, or cannot be told.</summary>
    private static (long Numerator, long Denominator, int Unit) FindResolution(double? pixelSize)
    {
        const int None = 1, Centimetre = 3;
        const double MicrometresPerCentimetre = 1e4;
        double resolution = MicrometresPerCentimetre / (pixelSize ?? double.PositiveInfinity);
        long denominator = 1_000_000_000;
        while (denominator > 1 && resolution * denominator > uint.MaxValue)
            denominator /= 10;
        double numerator = Math.Round(resolution * denominator);
        return numerator is >= 1 and <= uint.MaxValue ? ((long)numerator, denominator, Centimetre) : (1, 1, None);
    }
}
