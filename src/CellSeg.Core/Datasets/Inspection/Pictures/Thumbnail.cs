using CellSeg.Imaging;
using CellSeg.Imaging.Drawing;

namespace CellSeg.Datasets.Inspection.Pictures;

/// <summary>A small picture of a frame with the outlines of its cells.</summary>
internal static class Thumbnail
{
    // Small images are enlarged no more than this.
    private const double LargestScale = 4;

    /// <summary>Draws a frame as large as it fits into a square.</summary>
    /// <param name="image">The image.</param>
    /// <param name="labels">Its cells; null, or of another size, draws none.</param>
    /// <param name="side">Pixels of the square.</param>
    public static RgbImage Render(CellImage image, LabelImage? labels, int side)
    {
        double scale = Math.Min(side / (double)Math.Max(image.Height, image.Width), LargestScale);
        int height = Math.Max((int)(image.Height * scale), 1), width = Math.Max((int)(image.Width * scale), 1);
        var picture = Resize(OverlayRenderer.GreyBackground(image.ToGrey()), height, width);
        if (labels is not null && (labels.Height, labels.Width) == (image.Height, image.Width))
            OverlayRenderer.DrawOutlines(picture, Resize(labels, height, width));
        return picture;
    }

    /// <summary>Each pixel is the mean of those that it covers, or the one that covers it.</summary>
    private static RgbImage Resize(RgbImage grey, int height, int width)
    {
        var result = new RgbImage(height, width);
        for (int y = 0; y < height; y++)
        {
            var (top, bottom) = Cover(y, height, grey.Height);
            for (int x = 0; x < width; x++)
            {
                var (left, right) = Cover(x, width, grey.Width);
                int sum = 0;
                for (int row = top; row < bottom; row++)
                {
                    for (int column = left; column < right; column++)
                        sum += grey.Pixels[((row * grey.Width) + column) * 3];
                }
                result[y, x] = Rgb.Grey((byte)(sum / ((bottom - top) * (right - left))));
            }
        }
        return result;
    }

    private static LabelImage Resize(LabelImage labels, int height, int width)
    {
        var result = new LabelImage(height, width);
        for (int y = 0; y < height; y++)
        {
            int row = (int)(((2L * y) + 1) * labels.Height / (2 * height));
            for (int x = 0; x < width; x++)
                result[y, x] = labels[row, (int)(((2L * x) + 1) * labels.Width / (2 * width))];
        }
        return result;
    }

    private static (int First, int End) Cover(int index, int count, int length)
    {
        int first = (int)((long)index * length / count), end = (int)((index + 1L) * length / count);
        return (first, Math.Max(end, first + 1));
    }
}
