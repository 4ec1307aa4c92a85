namespace CellSeg.Imaging.Drawing;

/// <summary>A picture for people: red, green and blue, 8 bits each; black at first.</summary>
public sealed class RgbImage
{
    /// <summary>Makes a black picture.</summary>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    public RgbImage(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (Height, Width) = (height, width);
        Pixels = new byte[checked(height * width * 3)];
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Row-major, three bytes a pixel.</summary>
    public byte[] Pixels { get; }

    /// <summary>The colour at a row and column.</summary>
    public Rgb this[int row, int column]
    {
        get
        {
            int at = ((row * Width) + column) * 3;
            return new Rgb(Pixels[at], Pixels[at + 1], Pixels[at + 2]);
        }
        set
        {
            int at = ((row * Width) + column) * 3;
            (Pixels[at], Pixels[at + 1], Pixels[at + 2]) = value;
        }
    }

    /// <summary>Makes the whole picture one colour.</summary>
    public void Fill(Rgb colour)
    {
        for (int at = 0; at < Pixels.Length; at += 3)
            (Pixels[at], Pixels[at + 1], Pixels[at + 2]) = colour;
    }

    /// <summary>Makes a rectangle one colour; what of it lies outside of the picture is left out.</summary>
    public void Fill(int top, int left, int height, int width, Rgb colour)
    {
        for (int row = Math.Max(top, 0); row < Math.Min(top + height, Height); row++)
        {
            for (int column = Math.Max(left, 0); column < Math.Min(left + width, Width); column++)
                this[row, column] = colour;
        }
    }

    /// <summary>Copies another picture into this one, where it must have room.</summary>
    public void Draw(RgbImage other, int top, int left)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int row = 0; row < other.Height; row++)
            other.Pixels.AsSpan(row * other.Width * 3, other.Width * 3).CopyTo(Pixels.AsSpan((((top + row) * Width) + left) * 3));
    }
}
