using System.IO.Compression;
using SharpCompress.Compressors.Xz;
using SharpCompress.Compressors.ZStandard;

namespace CellSeg.Imaging.Tiff;

/// <summary>Compressions that libvips has no decoder for: their blocks are compressed anew by Deflate, for which it has one.</summary>
internal static class TranscodedBlocks
{
    /// <summary>Whether the blocks of a compression have to be compressed anew.</summary>
    public static bool AreNeeded(TiffCompression compression) => compression is TiffCompression.Zstandard or TiffCompression.Lzma;

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
            int length = Decompress(reader.ReadBytes(layout.Offsets[i], layout.Counts[i]), layout.Compression, block);
            using (var deflate = new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true))
                deflate.Write(block, 0, length);
            (offsets[i], counts[i]) = (reader.Length + start, output.Length - start);
        }
        return (layout with { Compression = TiffCompression.Deflate, Offsets = offsets, Counts = counts }, output.ToArray());
    }

    private static int Decompress(byte[] compressed, TiffCompression compression, byte[] block)
    {
        try
        {
            using var input = new MemoryStream(compressed);
            using Stream stream = compression == TiffCompression.Lzma ? new XZStream(input) : new DecompressionStream(input);
            return stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        }
        // A decoder of damaged data may fail in any way.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidDataException($"its {compression} data are damaged: {e.Message}", e);
        }
    }
}
