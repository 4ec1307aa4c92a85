using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CellSeg.Files;
using CellSeg.Imaging.Codecs;

namespace CellSeg.Imaging.Arrays;

/// <summary>The numbers of a <c>.npy</c> file, any part of which is read by its place, by several threads at once.</summary>
internal sealed class NpyArray
{
    private readonly FileBytes _bytes;

    private NpyArray(FileBytes bytes, NpyHeader header) => (_bytes, Header) = (bytes, header);

    /// <summary>What to call it in messages.</summary>
    public string Name => _bytes.Name;

    /// <summary>The type and the shape.</summary>
    public NpyHeader Header { get; }

    /// <summary>Reads the header.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <exception cref="CellSegException">It is no array of numbers, or has other than the bytes that its shape asks for.</exception>
    public static NpyArray Open(FileBytes bytes)
    {
        using var stream = bytes.OpenStream();
        var header = NpyHeader.Read(stream, bytes.Name);
        CheckLength(header, bytes.Length, bytes.Name);
        return new NpyArray(bytes, header);
    }

    /// <summary>Compares the length of a file with what its shape asks for.</summary>
    /// <param name="header">The header of the file.</param>
    /// <param name="length">Bytes of the whole file.</param>
    /// <param name="name">The array, for messages.</param>
    /// <exception cref="CellSegException">It is another.</exception>
    public static void CheckLength(NpyHeader header, long length, string name)
    {
        if (length != header.FileLength)
        {
            throw new CellSegException(
                name, FormattableString.Invariant($"it has {length} bytes, and an array {header.ShapeText} of {header.Type} has {header.FileLength}"),
                "Download or copy the file again, or save the array anew");
        }
    }

    /// <summary>Reads some numbers.</summary>
    /// <param name="first">The first one, from 0, in the order of the file.</param>
    /// <param name="count">How many.</param>
    /// <returns>Them in the byte order of this machine.</returns>
    /// <exception cref="CellSegException">The file has changed since it was opened, or cannot be read.</exception>
    public byte[] Read(long first, int count)
    {
        byte[] numbers = new byte[count * Header.Type.Size];
        _bytes.Read(Header.Length + (first * Header.Type.Size), numbers);
        if (Header.Type.IsForeign)
            ReverseBytes(numbers, Header.Type.Size);
        return numbers;
    }

    /// <summary>Reads a picture whose pixels lie one behind the other, row by row.</summary>
    /// <param name="first">Its first number, from 0.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="samples">Numbers a pixel.</param>
    /// <inheritdoc cref="Read" path="exception"/>
    public StoredImage ReadImage(long first, int height, int width, int samples) => new()
    {
        Height = height,
        Width = width,
        SampleCount = samples,
        Type = Header.Type.Sample,
        Bits = Header.Type.Size * 8,
        Samples = Read(first, height * width * samples),
    };

    private static void ReverseBytes(byte[] numbers, int size)
    {
        if (size == sizeof(ushort))
        {
            var twos = MemoryMarshal.Cast<byte, ushort>(numbers.AsSpan());
            BinaryPrimitives.ReverseEndianness(twos, twos);
        }
        else if (size == sizeof(uint))
        {
            var fours = MemoryMarshal.Cast<byte, uint>(numbers.AsSpan());
            BinaryPrimitives.ReverseEndianness(fours, fours);
        }
        else
        {
            var eights = MemoryMarshal.Cast<byte, ulong>(numbers.AsSpan());
            BinaryPrimitives.ReverseEndianness(eights, eights);
        }
    }
}
