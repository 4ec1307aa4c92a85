using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CellSeg.Imaging.Raster;

namespace CellSeg.Imaging.Writing;

/// <summary>
/// Writes a picture of red, green and blue, 8 bits each, as a PNG file (ISO/IEC 15948) from the top down, so that it need not be in
/// memory as a whole. Disposing of it ends the file, for which all rows must have been written.
/// </summary>
internal sealed class PngRowWriter : IDisposable
{
    private const int Colours = 3, Bits = 8, RgbColour = 2, ChunkOverhead = 12, ChunkLength = 1 << 16;

    private readonly FileStream _file;
    private readonly int _rowLength;
    private readonly MemoryStream _packed = new();
    private readonly ZLibStream _deflate;

    /// <summary>Begins a file, as it is named.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public PngRowWriter(string path, int height, int width)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write);
        _rowLength = width * Colours;
        _deflate = new ZLibStream(_packed, CompressionLevel.Optimal, leaveOpen: true);
        _file.Write(PngFile.Signature);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (Bits, RgbColour);
        WriteChunk("IHDR", header);
    }

    /// <summary>Writes some more rows.</summary>
    /// <param name="pixels">Whole rows, three bytes a pixel.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(ReadOnlySpan<byte> pixels)
    {
        for (; !pixels.IsEmpty; pixels = pixels[_rowLength..])
        {
            // Each row begins with the number of its filter, 0 for none.
            _deflate.WriteByte(0);
            _deflate.Write(pixels[.._rowLength]);
            if (_packed.Length >= ChunkLength)
                WritePacked();
        }
    }

    /// <summary>Ends the file.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Dispose()
    {
        using (_file)
        {
            _deflate.Dispose();
            WritePacked();
            WriteChunk("IEND", []);
        }
    }

    private void WritePacked()
    {
        WriteChunk("IDAT", _packed.GetBuffer().AsSpan(0, (int)_packed.Length));
        _packed.SetLength(0);
    }

    private void WriteChunk(string type, ReadOnlySpan<byte> content)
    {
        byte[] chunk = new byte[content.Length + ChunkOverhead];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.Latin1.GetBytes(type, chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        PngChunk.Seal(chunk);
        _file.Write(chunk);
    }
}
