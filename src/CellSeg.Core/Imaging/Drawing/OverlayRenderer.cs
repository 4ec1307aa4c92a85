using CellSeg.Numerics;

namespace CellSeg.Imaging.Drawing;

/// <summary>Draws a segmentation over its image, so that a person sees at a glance what was found.</summary>
public static class OverlayRenderer
{
    /// <summary>Outlines every cell in a colour of its own over the grey image.</summary>
    /// <param name="image">The image; its grey values are stretched between the 0.5th and 99.8th percentile.</param>
    /// <param name="labels">The segmentation, of the same size.</param>
    /// <param name="truth">If given, the true cells' outlines are drawn in white below the found ones.</param>
    /// <returns>Row-major RGB, three bytes a pixel, at the image's size.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static byte[] Render(CellImage image, LabelImage labels, LabelImage? truth = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(labels);
        if ((image.Height, image.Width) != (labels.Height, labels.Width))
        {
            throw new ArgumentException(
                $"The image is {image.Height} x {image.Width}, its labels are {labels.Height} x {labels.Width}.", nameof(labels));
        }
        var picture = GreyBackground(image.ToGrey());
        if (truth is not null)
            new CellPainter(picture, 0, 0, 1).Paint(truth, _ => Outline(Rgb.White));
        DrawOutlines(picture, labels);
        return picture.Pixels;
    }

    /// <summary>Outlines every cell in a colour of its own on a picture of the labels' size.</summary>
    internal static void DrawOutlines(RgbImage picture, LabelImage labels)
        => new CellPainter(picture, 0, 0, 1).Paint(labels, label => Outline(ColourOf(label)));

    /// <summary>A grey picture of one plane, with its size. What is not finite is black and has no say in the scale.</summary>
    internal static RgbImage GreyBackground(CellImage grey)
    {
        double[] ends = Percentile.FindFinite(grey.Pixels, 0.5, 99.8);
        double low = ends[0], scale = 1 / Math.Max(ends[1] - low, 1e-7);
        var picture = new RgbImage(grey.Height, grey.Width);
        for (int i = 0; i < grey.Pixels.Length; i++)
        {
            if (!float.IsFinite(grey.Pixels[i]))
                continue;
            // The square root shows dim cells beside bright ones.
            double value = Math.Sqrt(Math.Clamp((grey.Pixels[i] - low) * scale, 0, 1));
            picture.Pixels.AsSpan(i * 3, 3).Fill((byte)(value * 255));
        }
        return picture;
    }

    // Without the corners, so that the line hides less of a small cell.
    private static CellStyle Outline(Rgb colour) => new(colour, HasCorners: false);

    /// <summary>A bright colour for an id; neighbouring ids get distant hues (steps of the golden angle).</summary>
    private static Rgb ColourOf(int label)
    {
        double hue = label * 0.61803398875 % 1 * 6;
        double x = 1 - Math.Abs((hue % 2) - 1);
        var (r, g, b) = (int)hue switch
        {
            0 => (1.0, x, 0.0),
            1 => (x, 1.0, 0.0),
            2 => (0.0, 1.0, x),
            3 => (0.0, x, 1.0),
            4 => (x, 0.0, 1.0),
            _ => (1.0, 0.0, x),
        };
        // Pure blue is hard to see on black, so every channel starts at a quarter.
        return new Rgb(Lift(r), Lift(g), Lift(b));
        static byte Lift(double value) => (byte)(64 + (191 * value));
    }
}
