using CellSeg.Imaging.Codecs;
using CellSeg.Imaging.Tiff.Structure;

namespace CellSeg.Imaging.Tiff;

/// <summary>How the numbers of a page lie in a TIFF file, as far as that has been found to make sense.</summary>
internal sealed record TiffLayout
{
    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>Columns.</summary>
    public required int Width { get; init; }

    /// <summary>Numbers a pixel.</summary>
    public required int SampleCount { get; init; }

    /// <summary>Bits a number.</summary>
    public required int Bits { get; init; }

    /// <summary>What a number is.</summary>
    public required SampleType Type { get; init; }

    /// <summary>How the bytes are compressed.</summary>
    public required TiffCompression Compression { get; init; }

    /// <summary>What the numbers mean as colours.</summary>
    public required TiffPhotometric Photometric { get; init; }

    /// <summary>Whether the numbers of a pixel lie in planes.</summary>
    public bool IsPlanar { get; init; }

    /// <summary>1: the numbers are no differences; 2: they are; 3: those of floating point.</summary>
    public int Predictor { get; init; } = 1;

    /// <summary>Rows and columns of a tile; rows of a strip, and the image's width.</summary>
    public required (long Height, long Width) Block { get; init; }

    /// <summary>Whether the blocks are tiles.</summary>
    public bool IsTiled { get; init; }

    /// <summary>Where the blocks begin.</summary>
    public required long[] Offsets { get; init; }

    /// <summary>Bytes of the blocks.</summary>
    public required long[] Counts { get; init; }

    /// <summary>The places of those numbers of a pixel that are transparency.</summary>
    public IReadOnlyList<int> AlphaSamples { get; init; } = [];

    /// <summary>The colours of the numbers, red, green and blue of each; null without a table.</summary>
    public ushort[]? Colours { get; init; }

    /// <summary>The order of bits in a byte, 1 or 2.</summary>
    public int FillOrder { get; init; } = 1;

    /// <summary>Options of fax compression, by their tag.</summary>
    public (TiffTag Tag, long Value)? FaxOptions { get; init; }

    /// <summary>What all blocks of JPEG share; empty when each is whole.</summary>
    public byte[] JpegTables { get; init; } = [];

    /// <summary>How coarse the colours of JPEG are; empty when nothing is said.</summary>
    public long[] SubSampling { get; init; } = [];

    /// <summary>Numbers of the page, those of transparency included.</summary>
    public long ValueCount => (long)Height * Width * SampleCount;

    /// <summary>Bytes of the page when they are not compressed.</summary>
    public long ByteCount => ((((long)Width * SampleCount * Bits) + 7) / 8) * Height;

    /// <summary>Bytes of a row when they are not compressed, in its plane where the numbers of a pixel lie in planes.</summary>
    public long RowByteCount => (((long)Width * (SampleCount / PlaneCount) * Bits) + 7) / 8;

    /// <summary>Planes that have blocks of their own.</summary>
    public int PlaneCount => IsPlanar ? SampleCount : 1;

    /// <summary>Blocks side by side.</summary>
    public int BlocksAcross => (int)((Width + Block.Width - 1) / Block.Width);

    /// <summary>Blocks of a plane one below the other.</summary>
    public int BlocksDown => (int)((Height + Block.Height - 1) / Block.Height);

    /// <summary>Whether it is known where each row begins: in strips that are not compressed and hold all that their rows take.</summary>
    public bool HasPlacesOfRows()
    {
        if (Compression != TiffCompression.None || IsTiled)
            return false;
        for (int i = 0; i < Counts.Length; i++)
        {
            if (Counts[i] < RowsOfStrip(i) * RowByteCount)
                return false;
        }
        return true;
    }

    /// <summary>The rows of a strip.</summary>
    /// <param name="number">The strip, from 0; those of another plane begin anew at the top.</param>
    public long RowsOfStrip(int number) => Math.Min(Block.Height, Height - (number % BlocksDown * Block.Height));
}
