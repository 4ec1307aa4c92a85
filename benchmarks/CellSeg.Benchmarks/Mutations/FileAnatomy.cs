using System.Text;

namespace CellSeg.Benchmarks.Mutations;

/// <summary>What a valid file is made of, as far as changes of it are concerned.</summary>
internal sealed class FileAnatomy
{
    /// <summary>The numbers that say what is where.</summary>
    public List<NumberField> Numbers { get; } = [];

    /// <summary>The places where one part ends and the next one begins.</summary>
    public SortedSet<int> Borders { get; } = [];

    /// <summary>Changes that are neither of one number nor a cut.</summary>
    public List<(string Change, byte[] Content, MutationRule Rule)> Others { get; } = [];

    /// <summary>What may come of a byte that is another one.</summary>
    public MutationRule RuleOfFlip { get; init; }

    /// <summary>Puts checksums right after a change.</summary>
    public Action<byte[]> Mend { get; init; } = _ => { };

    /// <summary>Takes a file apart.</summary>
    /// <param name="content">A valid TIFF, PNG, JPEG, BMP or GIF file.</param>
    /// <exception cref="FormatException">The file is none of these.</exception>
    public static FileAnatomy Of(byte[] content) => Encoding.Latin1.GetString(content, 0, 4) switch
    {
        "II*\0" or "MM\0*" or "II+\0" or "MM\0+" => new TiffAnatomy(content).Anatomy,
        "\u0089PNG" => PngAnatomy.Read(content),
        "\u00FF\u00D8\u00FF\u00E0" => JpegAnatomy.Read(content),
        "GIF8" => GifAnatomy.Read(content),
        ['B', 'M', ..] => BmpAnatomy.Read(content),
        _ => throw new FormatException("Only TIFF, PNG, JPEG, BMP and GIF files can be taken apart."),
    };

    /// <summary>A copy without some bytes.</summary>
    public static byte[] Drop(byte[] content, int start, int length) => [.. content.AsSpan(0, start), .. content.AsSpan(start + length)];

    /// <summary>A copy with some bytes twice.</summary>
    public static byte[] Double(byte[] content, int start, int length)
        => [.. content.AsSpan(0, start + length), .. content.AsSpan(start)];
}
