using NetVips;

namespace CellSeg.Imaging;

/// <summary>Images and labels with more or fewer pixels over the same field.</summary>
public static class ImageScaler
{
    /// <summary>Scales an image: linear between pixels where it grows, the mean of what a pixel covers (a triangle of it) where it shrinks.</summary>
    /// <param name="image">The image.</param>
    /// <param name="scale">New pixels to an old one along each side, above 0.</param>
    public static CellImage Scale(CellImage image, double scale)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(scale, 0);
        int height = Length(image.Height, scale), width = Length(image.Width, scale);
        var pixels = new float[checked(image.Channels * height * width)];
        for (int c = 0; c < image.Channels; c++)
        {
            using var plane = Image.NewFromMemory(image.Plane(c).ToArray(), image.Width, image.Height, 1, Enums.BandFormat.Float);
            using var scaled = Scale(plane, height, width);
            scaled.WriteToMemory<float>().CopyTo(pixels, c * height * width);
        }
        return new CellImage(image.Channels, height, width, pixels) { ChannelNames = image.ChannelNames };
    }

    /// <summary>Scales a label image: each new pixel has the label of the old one that its centre lies in.</summary>
    /// <param name="labels">The labels; cells smaller than a new pixel may be lost.</param>
    /// <param name="scale">New pixels to an old one along each side, above 0.</param>
    public static LabelImage Scale(LabelImage labels, double scale)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(scale, 0);
        var scaled = new LabelImage(Length(labels.Height, scale), Length(labels.Width, scale));
        int[] columns = Sources(scaled.Width, labels.Width), rows = Sources(scaled.Height, labels.Height);
        for (int y = 0; y < scaled.Height; y++)
        {
            for (int x = 0; x < scaled.Width; x++)
                scaled[y, x] = labels[rows[y], columns[x]];
        }
        return scaled;
    }

    private static Image Scale(Image plane, int height, int width)
    {
        double down = (double)height / plane.Height, right = (double)width / plane.Width;
        if (height < plane.Height || width < plane.Width)
            return plane.Resize(right, kernel: Enums.Kernel.Linear, vscale: down);
        // Where Resize enlarges, it lays the centres of the first pixels onto each other, which moves the image.
        using var linear = Interpolate.NewFromName("bilinear");
        return plane.Affine(
            [right, 0, 0, down], interpolate: linear, oarea: [0, 0, width, height], odx: (right - 1) / 2, ody: (down - 1) / 2, extend: Enums.Extend.Copy);
    }

    private static int Length(int length, double scale) => Math.Max(1, (int)Math.Round(length * scale));

    private static int[] Sources(int length, int sourceLength)
        => [.. Enumerable.Range(0, length).Select(i => Math.Min((int)((i + 0.5) * sourceLength / length), sourceLength - 1))];
}
