namespace CellSeg.Decoding.Steps;

/// <summary>A detection's mask in the image: which pixels of its box it covers.</summary>
internal sealed class PastedMask
{
    private readonly bool[] _pixels;

    private PastedMask(int left, int top, int width, int height, bool[] pixels)
    {
        (Left, Top, Width, Height, _pixels) = (left, top, width, height, pixels);
        Area = pixels.Count(covered => covered);
    }

    /// <summary>First column in the image.</summary>
    public int Left { get; }

    /// <summary>First row in the image.</summary>
    public int Top { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Pixels covered.</summary>
    public int Area { get; }

    /// <summary>Brings a mask to the size of its box; null when nothing of it lies in the image.</summary>
    public static PastedMask? Paste(
        ReadOnlySpan<float> box, ReadOnlySpan<float> mask, int side, float threshold, int imageHeight, int imageWidth)
    {
        foreach (float corner in box)
        {
            if (!float.IsFinite(corner))
                return null;
        }
        int left = (int)box[0], top = (int)box[1], right = (int)box[2], bottom = (int)box[3];
        int firstX = Math.Max(left, 0), firstY = Math.Max(top, 0);
        int width = Math.Min(right, imageWidth) - firstX, height = Math.Min(bottom, imageHeight) - firstY;
        // A box far larger than the image is no detection, and resizing to it could take all memory.
        if (width <= 0 || height <= 0 || (long)(right - left) * (bottom - top) > 4L * imageHeight * imageWidth)
            return null;
        var resized = MaskResizer.Resize(mask, side, bottom - top, right - left);
        var pixels = new bool[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                pixels[(y * width) + x] = resized[((y + firstY - top) * (right - left)) + x + firstX - left] > threshold;
        }
        var pasted = new PastedMask(firstX, firstY, width, height, pixels);
        return pasted.Area > 0 ? pasted : null;
    }

    /// <summary>Whether it covers a pixel of the image.</summary>
    public bool Covers(int row, int column)
    {
        int y = row - Top, x = column - Left;
        return (uint)y < (uint)Height && (uint)x < (uint)Width && _pixels[(y * Width) + x];
    }

    /// <summary>Intersection over union with another mask.</summary>
    public double Overlap(PastedMask other)
    {
        int shared = CountShared(other);
        return (double)shared / (Area + other.Area - shared);
    }

    /// <summary>Intersection with another mask over the area of the smaller one: 1 when one lies within the other.</summary>
    public double Containment(PastedMask other) => (double)CountShared(other) / Math.Min(Area, other.Area);

    private int CountShared(PastedMask other)
    {
        int shared = 0;
        int bottom = Math.Min(Top + Height, other.Top + other.Height), right = Math.Min(Left + Width, other.Left + other.Width);
        for (int y = Math.Max(Top, other.Top); y < bottom; y++)
        {
            for (int x = Math.Max(Left, other.Left); x < right; x++)
                shared += Covers(y, x) && other.Covers(y, x) ? 1 : 0;
        }
        return shared;
    }
}
