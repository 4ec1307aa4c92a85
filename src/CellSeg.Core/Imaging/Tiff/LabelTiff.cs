namespace CellSeg.Imaging.Tiff;

/// <summary>
/// TIFF files of labels that libvips does not give the numbers of, changed in memory so that it does. A label image
/// that ImageJ shows in colours is saved with a table of colours, which libvips looks up; and it refuses the 64-bit
/// numbers of numpy, which are presented to it as two of 32 bits.
/// </summary>
internal sealed class LabelTiff
{
    private const ushort BlackIsZero = 1, Palette = 3, NoPredictor = 1, Together = 1, Unsigned = 1, Signed = 2, Float = 3;

    private readonly bool _isLittleEndian;
    private readonly ushort _sampleFormat;

    private LabelTiff(byte[] content, bool isWide, bool isLittleEndian, ushort sampleFormat)
        => (Content, IsWide, _isLittleEndian, _sampleFormat) = (content, isWide, isLittleEndian, sampleFormat);

    /// <summary>The changed file.</summary>
    public byte[] Content { get; }

    /// <summary>Whether each pixel is now two numbers of 32 bits, to be joined by <see cref="Join"/>.</summary>
    public bool IsWide { get; }

    /// <summary>Reads a file that has to be changed.</summary>
    /// <returns>Null for any other file.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LabelTiff? Open(string path)
    {
        using var stream = File.OpenRead(path);
        var directories = TiffDirectories.Read(stream);
        bool isWide = IsWideGrey(directories.Fields);
        if (!isWide && !directories.Fields.Any(field => field is { Tag: TiffTag.Photometric, Value: Palette }))
            return null;
        byte[] content = new byte[stream.Length];
        stream.Position = 0;
        stream.ReadExactly(content);
        foreach (var field in directories.Fields)
        {
            if (GetChange(field, isWide) is { } value)
                content[field.Position + (directories.IsLittleEndian ? 0 : 1)] = value;
        }
        ushort format = directories.Fields.FirstOrDefault(field => field.Tag == TiffTag.SampleFormat) is { Value: > 0 } given ? given.Value : Unsigned;
        return new LabelTiff(content, isWide, directories.IsLittleEndian, format);
    }

    /// <summary>The numbers of the file from pairs of 32 bits. Those beyond 2^53 are rounded; they are no labels.</summary>
    public double[] Join(ReadOnlySpan<uint> words)
    {
        double[] values = new double[words.Length / 2];
        for (int i = 0; i < values.Length; i++)
        {
            var (low, high) = _isLittleEndian ? (words[2 * i], words[(2 * i) + 1]) : (words[(2 * i) + 1], words[2 * i]);
            ulong bits = ((ulong)high << 32) | low;
            values[i] = _sampleFormat switch
            {
                Float => BitConverter.UInt64BitsToDouble(bits),
                Signed => (long)bits,
                _ => bits,
            };
        }
        return values;
    }

    /// <summary>Whether every page has one 64-bit number a pixel, as it stands or compressed without a predictor.</summary>
    private static bool IsWideGrey(IReadOnlyList<TiffField> fields)
        => fields.Count(field => field is { Tag: TiffTag.BitsPerSample, Value: 64 }) is > 0 and var pages
            && fields.Count(field => field.Tag == TiffTag.BitsPerSample) == pages
            && fields.Count(field => field is { Tag: TiffTag.SamplesPerPixel, Value: 1 }) == pages
            && !fields.Any(field => field.Tag == TiffTag.Predictor && field.Value != NoPredictor);

    /// <summary>The new number of a field, all of which are below 256; null to leave it.</summary>
    private static byte? GetChange(TiffField field, bool isWide) => field switch
    {
        { Tag: TiffTag.Photometric, Value: Palette } => (byte)BlackIsZero,
        { Tag: TiffTag.BitsPerSample } when isWide => 32,
        { Tag: TiffTag.SamplesPerPixel } when isWide => 2,
        { Tag: TiffTag.PlanarConfiguration } when isWide => (byte)Together,
        { Tag: TiffTag.SampleFormat } when isWide => (byte)Unsigned,
        _ => null,
    };
}
