using CellSeg.Imaging.Codecs;
using CellSeg.Imaging.Tiff.Structure;

namespace CellSeg.Imaging.Tiff;

/// <summary>Finds how the numbers of a page lie, and refuses what would be read wrongly.</summary>
internal sealed class TiffLayoutReader
{
    private const int Signed = 2, Float = 3, ComplexInteger = 5, ComplexFloat = 6;

    private readonly string _name;
    private readonly TiffReader _reader;
    private readonly TiffDirectory _directory;

    private TiffLayoutReader(string name, TiffReader reader, TiffDirectory directory) => (_name, _reader, _directory) = (name, reader, directory);

    /// <summary>Reads the layout of a page.</summary>
    /// <param name="name">The file, for messages.</param>
    /// <param name="reader">The file.</param>
    /// <param name="directory">The page.</param>
    /// <exception cref="CellSegException">The numbers are of a kind that is not read, or some of them are not there.</exception>
    /// <exception cref="InvalidDataException">The file is cut off or damaged.</exception>
    public static TiffLayout Read(string name, TiffReader reader, TiffDirectory directory)
        => new TiffLayoutReader(name, reader, directory).Read();

    private TiffLayout Read()
    {
        int width = Size(TiffTag.ImageWidth, "width"), height = Size(TiffTag.ImageLength, "height");
        int samples = Checked(Number(TiffTag.SamplesPerPixel, 1), 1, ushort.MaxValue, "number of samples a pixel");
        int bits = ReadBits(samples);
        var compression = ReadCompression();
        var photometric = ReadPhotometric(compression, samples);
        bool isTiled = _directory[TiffTag.TileWidth] is not null;
        var layout = new TiffLayout
        {
            Height = height,
            Width = width,
            SampleCount = samples,
            Bits = bits,
            Type = ReadType(bits, samples),
            Compression = compression,
            Photometric = photometric,
            IsPlanar = samples > 1 && Number(TiffTag.PlanarConfiguration, 1) == 2,
            Predictor = ReadPredictor(compression, bits),
            IsTiled = isTiled,
            Block = isTiled
                ? (Size(TiffTag.TileLength, "height of a tile"), Size(TiffTag.TileWidth, "width of a tile"))
                : (Math.Clamp(Number(TiffTag.RowsPerStrip, height), 1, height), width),
            Offsets = Numbers(isTiled ? TiffTag.TileOffsets : TiffTag.StripOffsets),
            Counts = Numbers(isTiled ? TiffTag.TileByteCounts : TiffTag.StripByteCounts),
            AlphaSamples = FindAlpha(samples),
            Colours = photometric == TiffPhotometric.Palette ? ReadColours(bits) : null,
            FillOrder = Checked(Number(TiffTag.FillOrder, 1), 1, 2, "order of bits"),
            FaxOptions = FaxOptions(compression),
            JpegTables = _directory[TiffTag.JpegTables] is { } tables ? _reader.ReadBytes(tables) : [],
            SubSampling = Numbers(TiffTag.YCbCrSubSampling),
        };
        return CheckBlocks(layout);
    }

    private long Number(TiffTag tag, long otherwise) => _directory.Number(_reader, tag, otherwise);

    private long[] Numbers(TiffTag tag) => _directory.Numbers(_reader, tag);

    private int Size(TiffTag tag, string what) => Checked(Number(tag, 0), 1, 1 << 30, what);

    private int Checked(long value, int least, int most, string what) => value >= least && value <= most
        ? (int)value
        : throw PageFile.Unreadable(_name, $"its {what} is {value}");

    private int ReadBits(int samples)
    {
        long[] bits = Numbers(TiffTag.BitsPerSample) is { Length: > 0 } given ? given : [1];
        if (bits.Any(value => value != bits[0]))
            throw PageFile.Unsupported(_name, $"a pixel of {string.Join(", ", bits)} bits");
        return bits[0] is 8 or 16 or 32 or 64 || (bits[0] is 1 or 2 or 4 && samples == 1)
            ? (int)bits[0]
            : IsComplex ? throw Complex() : throw PageFile.Unsupported(_name, $"{samples} numbers of {bits[0]} bits a pixel");
    }

    private bool IsComplex => Number(TiffTag.SampleFormat, 1) is ComplexInteger or ComplexFloat;

    private CellSegException Complex() => new(_name, "its pixels are complex numbers", "Save the magnitude instead");

    private SampleType ReadType(int bits, int samples)
    {
        long[] formats = Numbers(TiffTag.SampleFormat);
        if (formats.Take(samples).Distinct().Count() > 1)
            throw PageFile.Unsupported(_name, "a pixel of numbers of several kinds");
        if (IsComplex)
            throw Complex();
        return (formats.FirstOrDefault(1), bits) switch
        {
            (Float, 16) => SampleType.Half,
            (Float, 32) => SampleType.Single,
            (Float, 64) => SampleType.Double,
            (Float, _) => throw PageFile.Unsupported(_name, $"a floating-point number of {bits} bits"),
            (Signed, 8) => SampleType.Int8,
            (Signed, 16) => SampleType.Int16,
            (Signed, 32) => SampleType.Int32,
            (Signed, 64) => SampleType.Int64,
            (Signed, _) => throw PageFile.Unsupported(_name, $"a number with a sign of {bits} bits"),
            (_, <= 8) => SampleType.UInt8,
            (_, 16) => SampleType.UInt16,
            (_, 32) => SampleType.UInt32,
            _ => SampleType.UInt64,
        };
    }

    private TiffCompression ReadCompression()
    {
        var compression = (TiffCompression)Number(TiffTag.Compression, 1);
        return compression switch
        {
            TiffCompression.None or TiffCompression.Lzw or TiffCompression.Deflate or TiffCompression.OldDeflate or TiffCompression.PackBits
                or TiffCompression.Zstandard or TiffCompression.Jpeg
                or TiffCompression.FaxRuns or TiffCompression.FaxGroup3 or TiffCompression.FaxGroup4 => compression,
            TiffCompression.AperioJpeg2000YCbCr or TiffCompression.AperioJpeg2000Rgb or TiffCompression.Jpeg2000
                => throw PageFile.Unsupported(_name, "a TIFF compressed by JPEG 2000"),
            TiffCompression.OldJpeg => throw PageFile.Unsupported(_name, "a TIFF compressed by the JPEG of TIFF 6.0"),
            _ when Enum.IsDefined(compression) => throw PageFile.Unsupported(_name, $"a TIFF compressed by {compression.ToString().ToUpperInvariant()}"),
            _ => throw PageFile.Unsupported(_name, $"a TIFF compressed by method {(long)compression}"),
        };
    }

    private TiffPhotometric ReadPhotometric(TiffCompression compression, int samples)
    {
        var photometric = (TiffPhotometric)Number(TiffTag.Photometric, (long)TiffPhotometric.BlackIsZero);
        switch (photometric)
        {
            case TiffPhotometric.Palette when samples > 1:
                throw PageFile.Unsupported(_name, $"a table of colours for {samples} numbers a pixel");
            case TiffPhotometric.WhiteIsZero or TiffPhotometric.BlackIsZero or TiffPhotometric.Palette:
                return photometric;
            case TiffPhotometric.Rgb when samples >= 3:
                return photometric;
            case TiffPhotometric.YCbCr when compression == TiffCompression.Jpeg && samples == 3:
                return photometric;
            case TiffPhotometric.Rgb or TiffPhotometric.YCbCr:
                throw PageFile.Unsupported(_name, $"{photometric} of {samples} numbers a pixel, without JPEG,");
            case TiffPhotometric.Mask:
                throw new CellSegException(_name, "it is the mask of another image", "Save the image itself");
            case TiffPhotometric.Cmyk:
                throw new CellSegException(_name, "its colours are CMYK, amounts of ink", "Save the image in grey or RGB");
            case var other when Enum.IsDefined(other):
                throw new CellSegException(_name, $"its colours are {other}", "Save the image in grey or RGB");
            default:
                throw new CellSegException(_name, $"its colours are of kind {(long)photometric}", "Save the image in grey or RGB");
        }
    }

    private int ReadPredictor(TiffCompression compression, int bits) => compression switch
    {
        TiffCompression.Lzw or TiffCompression.Deflate or TiffCompression.OldDeflate or TiffCompression.Zstandard
            => Checked(Number(TiffTag.Predictor, 1), 1, 3, "predictor") is 3 && bits != 32
                ? throw PageFile.Unsupported(_name, $"a TIFF of {bits}-bit numbers with the predictor of floating point")
                : (int)Number(TiffTag.Predictor, 1),
        // The others ignore it, as libtiff does.
        _ => 1,
    };

    private (TiffTag Tag, long Value)? FaxOptions(TiffCompression compression) => compression switch
    {
        TiffCompression.FaxGroup3 => (TiffTag.T4Options, Number(TiffTag.T4Options, 0)),
        TiffCompression.FaxGroup4 => (TiffTag.T6Options, Number(TiffTag.T6Options, 0)),
        _ => null,
    };

    /// <summary>The extra numbers come last; 1 and 2 mean transparency, 0 that nothing is said, as of a channel.</summary>
    private List<int> FindAlpha(int samples)
    {
        long[] extras = Numbers(TiffTag.ExtraSamples);
        return [.. extras.Index().Where(extra => extra.Item is 1 or 2).Select(extra => samples - extras.Length + extra.Index).Where(at => at > 0)];
    }

    private ushort[] ReadColours(int bits)
    {
        long[] table = Numbers(TiffTag.ColorMap);
        if (bits > 16 || table.Length != 3 << bits)
            throw PageFile.Unreadable(_name, $"its table of colours has {table.Length} values, for numbers of {bits} bits");
        var colours = new ushort[table.Length];
        for (int i = 0; i < 1 << bits; i++)
        {
            for (int c = 0; c < 3; c++)
                colours[(3 * i) + c] = (ushort)table[(c << bits) + i];
        }
        return colours;
    }

    /// <summary>Before memory is taken for pixels, the file must hold what it promises.</summary>
    private TiffLayout CheckBlocks(TiffLayout layout)
    {
        if (layout.RowByteCount * layout.PlaneCount > Array.MaxLength)
            throw TiffDecoder.TooLarge(_name, layout);
        var promised = (Int128)layout.BlocksDown * layout.BlocksAcross * layout.PlaneCount;
        if (layout.Offsets.Length < promised || layout.Counts.Length < promised)
            throw PageFile.Unreadable(_name, $"only {Math.Min(layout.Offsets.Length, layout.Counts.Length)} of its {promised} blocks of pixels are there");
        int blocks = (int)promised;
        long bytes = 0;
        for (int i = 0; i < blocks; i++)
        {
            if (layout.Offsets[i] == 0 || layout.Counts[i] == 0)
                throw PageFile.Unreadable(_name, $"block {i + 1} of its {blocks} blocks of pixels was left out");
            if (layout.Offsets[i] > _reader.Length - layout.Counts[i])
                throw PageFile.Unreadable(_name, $"the file is cut off: block {i + 1} of its {blocks} blocks of pixels lies behind its end");
            bytes += layout.Counts[i];
        }
        if (layout.ByteCount > bytes * MostBytesFromOne(layout))
            throw PageFile.Unreadable(_name, $"{layout.Width} x {layout.Height} pixels cannot be in {bytes} bytes");
        return layout with { Offsets = layout.Offsets[..blocks], Counts = layout.Counts[..blocks] };
    }

    /// <summary>How many bytes the best case of a compression makes of one.</summary>
    private static long MostBytesFromOne(TiffLayout layout) => layout.Compression switch
    {
        TiffCompression.None => 1,
        TiffCompression.PackBits => 64,
        TiffCompression.Lzw => 4096,
        TiffCompression.Deflate or TiffCompression.OldDeflate => 1032,
        // Each block of 8 x 8 numbers takes one bit at least.
        TiffCompression.Jpeg => 512,
        // A block of 128 KB from four bytes.
        TiffCompression.Zstandard => 32768,
        // An empty row takes one bit.
        _ => layout.Width,
    };
}
