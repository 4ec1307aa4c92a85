using CellSeg.Imaging.Tiff.Structure;

namespace CellSeg.Imaging.Tiff;

/// <summary>
/// A file as libvips gets to see it: a BigTIFF header of our own with one directory, and the untouched bytes of the
/// real file behind it. The directory tells of plain whole numbers, 0 black, without colours or transparency, so that
/// libvips gives the numbers that are stored; and nothing of a damaged directory ever gets to native code.
/// </summary>
internal sealed class PlainTiff
{
    private readonly TiffDirectoryWriter _directory;

    private PlainTiff(bool isLittleEndian) => _directory = new TiffDirectoryWriter(isLittleEndian, isBig: true);

    /// <summary>Whether libvips gets each number as two of 32 bits, which it reads where it refuses one of 64.</summary>
    public static bool IsHalved(TiffLayout layout) => layout.Bits == 64;

    /// <summary>Makes the header.</summary>
    /// <param name="layout">How the numbers lie in the real file.</param>
    /// <param name="isLittleEndian">In which order their bytes are.</param>
    public static byte[] CreateHeader(TiffLayout layout, bool isLittleEndian)
    {
        var plain = new PlainTiff(isLittleEndian);
        plain.Describe(layout);
        // The blocks move back by the length of the header, which depends on how many there are and not on where.
        int length = plain.Write().Length;
        plain.SetBlocks(layout, [.. layout.Offsets.Select(offset => offset + length)]);
        return plain.Write();
    }

    private byte[] Write()
    {
        int length = _directory.WriteHeader(0).Length;
        return [.. _directory.WriteHeader(length), .. _directory.Write(length)];
    }

    private void Describe(TiffLayout layout)
    {
        bool isHalved = IsHalved(layout);
        int halves = isHalved ? 2 : 1, samples = layout.SampleCount;
        _directory.Set(TiffTag.ImageWidth, TiffType.Long8, (long)layout.Width * halves);
        _directory.Set(TiffTag.ImageLength, TiffType.Long8, layout.Height);
        _directory.Set(TiffTag.BitsPerSample, TiffType.Short, [.. Enumerable.Repeat((long)layout.Bits / halves, samples)]);
        _directory.Set(TiffTag.Compression, TiffType.Short, (long)layout.Compression);
        var photometric = layout.Photometric == TiffPhotometric.YCbCr ? TiffPhotometric.YCbCr : TiffPhotometric.BlackIsZero;
        _directory.Set(TiffTag.Photometric, TiffType.Short, (long)photometric);
        _directory.Set(TiffTag.FillOrder, TiffType.Short, layout.FillOrder);
        _directory.Set(TiffTag.SamplesPerPixel, TiffType.Short, samples);
        _directory.Set(TiffTag.PlanarConfiguration, TiffType.Short, layout.IsPlanar ? 2 : 1);
        bool isFloat = layout.Predictor == 3;
        _directory.Set(TiffTag.SampleFormat, TiffType.Short, [.. Enumerable.Repeat(isFloat ? 3L : 1, samples)]);
        if (layout.Predictor != 1 && !isHalved)
            _directory.Set(TiffTag.Predictor, TiffType.Short, layout.Predictor);
        if (layout.FaxOptions is { } options)
            _directory.Set(options.Tag, TiffType.Long8, options.Value);
        if (layout.JpegTables.Length > 0)
            _directory.Set(TiffTag.JpegTables, TiffType.Undefined, [.. layout.JpegTables.Select(value => (long)value)]);
        if (layout.Photometric == TiffPhotometric.YCbCr && layout.SubSampling.Length == 2)
            _directory.Set(TiffTag.YCbCrSubSampling, TiffType.Short, layout.SubSampling);
        if (layout.Photometric != TiffPhotometric.YCbCr && samples > 1)
            _directory.Set(TiffTag.ExtraSamples, TiffType.Short, new long[samples - 1]);
        if (layout.IsTiled)
        {
            _directory.Set(TiffTag.TileWidth, TiffType.Long8, layout.Block.Width * halves);
            _directory.Set(TiffTag.TileLength, TiffType.Long8, layout.Block.Height);
        }
        else
            _directory.Set(TiffTag.RowsPerStrip, TiffType.Long8, layout.Block.Height);
        SetBlocks(layout, layout.Offsets);
    }

    private void SetBlocks(TiffLayout layout, long[] offsets)
    {
        _directory.Set(layout.IsTiled ? TiffTag.TileOffsets : TiffTag.StripOffsets, TiffType.Long8, offsets);
        _directory.Set(layout.IsTiled ? TiffTag.TileByteCounts : TiffTag.StripByteCounts, TiffType.Long8, layout.Counts);
    }
}
