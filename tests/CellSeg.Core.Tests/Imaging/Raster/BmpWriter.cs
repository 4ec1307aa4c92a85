using System.Buffers.Binary;

namespace CellSeg.Core.Tests.Imaging.Raster;

/// <summary>Writes BMP files with headers of each kind.</summary>
internal sealed record BmpWriter(int Width, int Height, int Bits)
{
    /// <summary>12 is that of OS/2, 40 the usual one, 108 and 124 are newer ones.</summary>
    public int HeaderLength { get; init; } = 40;

    public int Compression { get; init; }

    public bool IsTopDown { get; init; }

    /// <summary>Red, green and blue of each place.</summary>
    public byte[] Colours { get; init; } = [];

    /// <param name="numbers">Places in the table, or red, green and blue of each pixel.</param>
    public byte[] Write(ReadOnlySpan<int> numbers)
    {
        bool isCore = HeaderLength == 12;
        int colours = Colours.Length / 3, colourLength = isCore ? 3 : 4, rowLength = ((Width * Bits) + 31) / 32 * 4;
        int masks = Compression == 3 && HeaderLength == 40 ? 12 : 0, start = 14 + HeaderLength + masks + (colours * colourLength);
        byte[] file = new byte[start + (rowLength * Height)];
        "BM"u8.CopyTo(file);
        Write32(2, file.Length);
        Write32(10, start);
        Write32(14, HeaderLength);
        if (isCore)
        {
            Write32(18, Width | (Height << 16));
            Write32(22, 1 | (Bits << 16));
        }
        else
        {
            Write32(18, Width);
            Write32(22, IsTopDown ? -Height : Height);
            Write32(26, 1 | (Bits << 16));
            Write32(30, Compression);
            Write32(46, colours);
            if (Compression == 3)
            {
                Write32(54, 0xFF0000);
                Write32(58, 0xFF00);
                Write32(62, 0xFF);
            }
        }
        for (int i = 0; i < Colours.Length; i++)
            file[14 + HeaderLength + (i / 3 * colourLength) + 2 - (i % 3)] = Colours[i];
        for (int y = 0; y < Height; y++)
        {
            int row = start + ((IsTopDown ? y : Height - 1 - y) * rowLength);
            for (int x = 0; x < Width; x++)
            {
                int pixel = (y * Width) + x;
                if (Bits <= 8)
                    file[row + (x * Bits / 8)] |= (byte)(numbers[pixel] << (8 - Bits - (x * Bits % 8)));
                for (int c = 0; c < 3 && Bits > 8; c++)
                    file[row + (x * Bits / 8) + 2 - c] = (byte)numbers[(pixel * 3) + c];
                if (Bits == 32)
                    file[row + (x * 4) + 3] = (byte)(pixel * 5);
            }
        }
        return file;

        void Write32(int position, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(position), value);
    }
}
