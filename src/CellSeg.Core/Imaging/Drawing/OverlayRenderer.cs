using CellSeg.Imaging.Rows;

namespace CellSeg.Imaging.Drawing;

/// <summary>Draws a segmentation over its image, so that a person sees at a glance what was found.</summary>
public static class OverlayRenderer
{
    /// <summary>Outlines every cell in a colour of its own over the grey image.</summary>
    /// <param name="image">
    /// The image; its grey values are stretched between the 0.5th and 99.8th percentile. Of an image above 16 million pixels (4096 x
    /// 4096), every second pixel along both sides has a say in them, or every third and so on, so that these are no more.
    /// </param>
    /// <param name="labels">The segmentation, of the same size.</param>
    /// <param name="truth">If given, the true cells' outlines are drawn in white below the found ones.</param>
    /// <returns>Row-major RGB, three bytes a pixel, at the image's size.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static byte[] Render(IImageRows image, ILabelRows labels, ILabelRows? truth = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        byte[] picture = new byte[checked(image.Height * image.Width * 3)];
        int at = 0;
        foreach (var band in RenderBands(image, labels, truth))
        {
            band.Pixels.CopyTo(picture, at);
            at += band.Pixels.Length;
        }
        return picture;
    }

    /// <summary>The same picture in bands, from the top, so that nothing is in memory as a whole.</summary>
    /// <param name="image">The image.</param>
    /// <param name="labels">The segmentation, of the same size.</param>
    /// <param name="truth">The true cells; null where they are not known.</param>
    /// <param name="rowsPerBand">Rows of a band, which changes nothing but the time; some megabytes when null.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static IEnumerable<RgbImage> RenderBands(IImageRows image, ILabelRows labels, ILabelRows? truth = null, int? rowsPerBand = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(labels);
        foreach (var other in new[] { labels, truth }.OfType<ILabelRows>())
        {
            if ((image.Height, image.Width) != (other.Height, other.Width))
            {
                throw new ArgumentException(
                    $"The image is {image.Height} x {image.Width}, its labels are {other.Height} x {other.Width}.", nameof(labels));
            }
        }
        return Draw(image, labels, truth, rowsPerBand);
    }

    /// <summary>Outlines every cell in a colour of its own on a picture of the labels' size.</summary>
    internal static void DrawOutlines(RgbImage picture, LabelImage labels) => DrawOutlines(picture, labels, 0);

    /// <summary>A grey picture of one plane, with its size. What is not finite is black and has no say in the scale.</summary>
    internal static RgbImage GreyBackground(CellImage grey) => GreyStretch.Find(grey).Paint(grey);

    private static IEnumerable<RgbImage> Draw(IImageRows image, ILabelRows labels, ILabelRows? truth, int? rowsPerBand)
    {
        var stretch = GreyStretch.Find(image);
        var found = new LabelWindow(labels);
        var known = truth is null ? null : new LabelWindow(truth);
        foreach (var (top, grey) in GreyStretch.ReadGrey(image, rowsPerBand))
        {
            var picture = stretch.Paint(grey);
            var band = new RowBand(top, grey.Height);
            if (known is not null)
            {
                var cells = known.Read(band);
                Paint(picture, cells, known.First, _ => Outline(Rgb.White));
            }
            DrawOutlines(picture, found.Read(band), found.First);
            yield return picture;
        }
    }

    /// <param name="picture">Is drawn on.</param>
    /// <param name="labels">Its cells, and maybe those of the rows above and below it.</param>
    /// <param name="first">The row of the labels where the picture begins.</param>
    private static void DrawOutlines(RgbImage picture, LabelImage labels, int first)
        => Paint(picture, labels, first, label => Outline(ColourOf(label)));

    private static void Paint(RgbImage picture, LabelImage labels, int first, Func<int, CellStyle?> styleOf)
        => new CellPainter(picture, -first, 0, 1).Paint(labels, first, first + picture.Height, styleOf);

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
