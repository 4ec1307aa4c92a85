using NetVips;

namespace CellSeg.Imaging;

/// <summary>Images and labels with more or fewer pixels over the same field.</summary>
public static class ImageScaler
{
    /// <summary>Scales an image: linear between pixels where it grows, the mean of what a pixel covers (a triangle of it) where it shrinks.</summary>
    /// <param name="image">The image, of finite values: each new pixel of which one is not finite is not finite.</param>
    /// <param name="scale">New pixels to an old one along each side, above 0.</param>
    /// <exception cref="CellSegException">There is no room for so many pixels.</exception>
    public static CellImage Scale(CellImage image, double scale)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(scale, 0);
        int height = Length(image.Height, scale), width = Length(image.Width, scale);
        var pixels = CellImage.Allocate(image.Channels, height, width);
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

    /// <summary>
    /// Brings labels to another number of pixels: each new pixel has the label that the four old ones around its centre have most
    /// of, weighted as in bilinear interpolation, so that outlines stay smooth where an image grows.
    /// </summary>
    /// <param name="labels">The labels; cells smaller than a new pixel may be lost.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    public static LabelImage Resize(LabelImage labels, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var resized = new LabelImage(height, width);
        var columns = Neighbours(width, labels.Width);
        var rows = Neighbours(height, labels.Height);
        for (int y = 0; y < height; y++)
        {
            var (top, bottom, down) = rows[y];
            for (int x = 0; x < width; x++)
            {
                var (left, right, across) = columns[x];
                resized[y, x] = Heaviest(
                    (labels[top, left], (1 - down) * (1 - across)), (labels[top, right], (1 - down) * across),
                    (labels[bottom, left], down * (1 - across)), (labels[bottom, right], down * across));
            }
        }
        return resized;
    }

    /// <summary>The label with the largest sum of weights; of equal ones the first.</summary>
    private static int Heaviest(params ReadOnlySpan<(int Label, double Weight)> votes)
    {
        int best = votes[0].Label;
        double most = 0;
        foreach (var (label, _) in votes)
        {
            double sum = 0;
            foreach (var vote in votes)
                sum += vote.Label == label ? vote.Weight : 0;
            if (sum > most)
                (best, most) = (label, sum);
        }
        return best;
    }

    /// <summary>For each new place the old ones before and after its centre, and how far it lies towards the latter.</summary>
    private static (int Before, int After, double Share)[] Neighbours(int length, int sourceLength)
        => [.. Enumerable.Range(0, length).Select(i =>
        {
            double place = Math.Clamp(((i + 0.5) * sourceLength / length) - 0.5, 0, sourceLength - 1);
            int before = (int)place;
            return (before, Math.Min(before + 1, sourceLength - 1), place - before);
        })];

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
