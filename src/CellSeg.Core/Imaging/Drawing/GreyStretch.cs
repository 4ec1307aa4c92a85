using CellSeg.Imaging.Rows;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Drawing;

/// <summary>How intensities become greys that people see: what lies below is black, what lies above white.</summary>
/// <param name="Low">The 0.5th percentile of the finite intensities.</param>
/// <param name="High">The 99.8th percentile.</param>
internal readonly record struct GreyStretch(double Low, double High)
{
    // 4096 x 4096.
    private const int MostSamples = 1 << 24;

    /// <summary>
    /// Finds the percentiles of an image. Up to some million pixels they are those of all pixels. Of larger images they are those of
    /// the pixels whose row and column are multiples of a number, the smallest one by which there are no more: so they depend on
    /// the image alone, and not on how it is read.
    /// </summary>
    /// <param name="image">The image; several channels count as the grey that is made of them.</param>
    /// <param name="mostSamples">How many pixels have a say.</param>
    public static GreyStretch Find(IImageRows image, int mostSamples = MostSamples)
    {
        int step = 1;
        while ((long)CountSteps(image.Height, step) * CountSteps(image.Width, step) > mostSamples)
            step++;
        var samples = new float[CountSteps(image.Height, step) * CountSteps(image.Width, step)];
        int count = 0;
        foreach (var (top, grey) in ReadGrey(image))
        {
            for (int y = (step - (top % step)) % step; y < grey.Height; y += step)
            {
                for (int x = 0; x < grey.Width; x += step)
                    samples[count++] = grey.Pixels[(y * grey.Width) + x];
            }
        }
        var sorted = Percentile.SortFiniteInPlace(samples);
        return new GreyStretch(Percentile.Find(sorted, 0.5), Percentile.Find(sorted, 99.8));
    }

    /// <summary>An image as one grey plane, band by band from the top, and where each band begins.</summary>
    /// <param name="image">The image.</param>
    /// <param name="rowsPerBand">Rows of a band; some megabytes when null.</param>
    public static IEnumerable<(int Top, CellImage Grey)> ReadGrey(IImageRows image, int? rowsPerBand = null)
    {
        foreach (var band in RowBand.Cut(image.Height, rowsPerBand ?? RowBand.CountRows(image.Width, image.Channels)))
        {
            var pixels = new float[image.Channels * band.Count * image.Width];
            image.ReadRows(band.Top, band.Count, pixels);
            yield return (band.Top, new CellImage(image.Channels, band.Count, image.Width, pixels).ToGrey());
        }
    }

    /// <summary>A grey picture of one plane, with its size. What is not finite is black.</summary>
    public RgbImage Paint(CellImage grey)
    {
        double scale = 1 / Math.Max(High - Low, 1e-7);
        var picture = new RgbImage(grey.Height, grey.Width);
        for (int i = 0; i < grey.Pixels.Length; i++)
        {
            if (!float.IsFinite(grey.Pixels[i]))
                continue;
            // The square root shows dim cells beside bright ones.
            double value = Math.Sqrt(Math.Clamp((grey.Pixels[i] - Low) * scale, 0, 1));
            picture.Pixels.AsSpan(i * 3, 3).Fill((byte)(value * 255));
        }
        return picture;
    }

    private static int CountSteps(int length, int step) => (length + step - 1) / step;
}
