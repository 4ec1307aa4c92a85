using System.IO.Compression;
using ZstdSharp;
using CellSeg.Imaging.Tiff.Structure;

namespace CellSeg.Imaging.Tiff;

/// <summary>Zstandard, for which libvips has no decoder here: its blocks are compressed anew by Deflate, for which it has one.</summary>
internal static class ZstandardBlocks
{
    /// <summary>Compresses the blocks of a page anew.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="layout">How the page lies in it.</param>
    /// <returns>The layout of the new blocks, which lie behind the end of the file, and their bytes.</returns>
    /// <exception cref="InvalidDataException">A block is damaged.</exception>
    public static (TiffLayout Layout, byte[] Bytes) ToDeflate(TiffReader reader, TiffLayout layout)
    {
        using var output = new MemoryStream();
        long[] offsets = new long[layout.Offsets.Length], counts = new long[layout.Offsets.Length];
        var (height, width) = layout.Block;
        byte[] block = new byte[Math.Min((((width * layout.SampleCount * layout.Bits) + 7) / 8) * height, Array.MaxLength)];
        for (int i = 0; i < offsets.Length; i++)
        {
            long start = output.Length;
            int length = Decompress(reader.ReadBytes(layout.Offsets[i], layout.Counts[i]), block);
            using (var deflate = new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true))
                deflate.Write(block, 0, length);
            (offsets[i], counts[i]) = (reader.Length + start, output.Length - start);
        }
        return (layout with { Compression = TiffCompression.Deflate, Offsets = offsets, Counts = counts }, output.ToArray());
    }

    private static int Decompress(byte[] compressed, byte[] block)
    {
        try
        {
            using var input = new MemoryStream(compressed);
            using var stream = new DecompressionStream(input);
            return stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        }
        // A decoder of damaged data may fail in any way.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidDataException($"its Zstandard data are damaged: {e.Message}", e);
        }
    }
}
