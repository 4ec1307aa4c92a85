using System.Numerics.Tensors;
using CellSeg.Imaging.Morphology;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Registration;

/// <summary>
/// Moves images, by parts of a pixel, and label images, by whole pixels. What comes in from outside is the pixel of the
/// border in an image and background in labels.
/// </summary>
public static class ImageShifter
{
    /// <summary>
    /// Moves a plane. Between pixels it is interpolated by cubic convolution (R. G. Keys, IEEE Trans. ASSP 29, 1981, a = -1/2), which
    /// keeps what is straight and may overshoot a little beside sharp edges; by whole pixels nothing is interpolated.
    /// </summary>
    /// <param name="values">Row-major values. One that is not finite makes its neighbours so, too.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="shift">How far.</param>
    /// <param name="moved">Receives the result; other memory than <paramref name="values"/>.</param>
    /// <exception cref="ArgumentException">A span has another length than the image.</exception>
    public static void Shift(ReadOnlySpan<float> values, int height, int width, ImageShift shift, Span<float> moved)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, values.Length);
        ImageShape.Require(count, moved.Length);
        var (down, downWeights) = Split(shift.Down, height);
        var (right, rightWeights) = Split(shift.Right, width);
        int taps = rightWeights.Length;
        using var rowBuffer = new PooledBuffer<float>(width);
        using var lineBuffer = new PooledBuffer<float>(width + taps - 1);
        var row = rowBuffer.Span;
        var line = lineBuffer.Span;
        for (int y = 0; y < height; y++)
        {
            row.Clear();
            for (int k = 0; k < downWeights.Length; k++)
                AddTo(row, values.Slice(Math.Clamp(y + down + k, 0, height - 1) * width, width), downWeights[k]);
            for (int x = 0; x < line.Length; x++)
                line[x] = row[Math.Clamp(x + right, 0, width - 1)];
            var output = moved.Slice(y * width, width);
            output.Clear();
            for (int k = 0; k < taps; k++)
                AddTo(output, line.Slice(k, width), rightWeights[k]);
        }
    }

    /// <summary>Moves all planes of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="shift">How far.</param>
    /// <returns>A new image.</returns>
    public static CellImage Shift(CellImage image, ImageShift shift)
    {
        ArgumentNullException.ThrowIfNull(image);
        var moved = new CellImage(image.Channels, image.Height, image.Width, new float[image.Pixels.Length]) { ChannelNames = image.ChannelNames };
        for (int c = 0; c < image.Channels; c++)
            Shift(image.Plane(c), image.Height, image.Width, shift, moved.Plane(c));
        return moved;
    }

    /// <summary>Moves labels by the nearest whole pixels, so that each pixel keeps an id.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="shift">How far; halves are rounded away from 0.</param>
    /// <returns>A new label image, in which cells that have left the field are missing.</returns>
    public static LabelImage Shift(LabelImage labels, ImageShift shift)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var moved = new LabelImage(labels.Height, labels.Width);
        int down = Round(shift.Down, labels.Height), right = Round(shift.Right, labels.Width);
        int length = labels.Width - Math.Abs(right);
        for (int y = Math.Max(0, down); y < labels.Height + Math.Min(0, down); y++)
        {
            labels.Pixels.AsSpan(((y - down) * labels.Width) + Math.Max(0, -right), length)
                .CopyTo(moved.Pixels.AsSpan((y * labels.Width) + Math.Max(0, right)));
        }
        return moved;

        static int Round(double pixels, int size) => (int)Math.Clamp(Math.Round(pixels, MidpointRounding.AwayFromZero), -size, size);
    }

    /// <summary>Where the pixels come from that make one of the moved image, relative to it, and what each of them weighs.</summary>
    private static (int First, float[] Weights) Split(double shift, int size)
    {
        // Beyond the image there is the border, however far.
        double from = Math.Clamp(-shift, -size, size);
        int whole = (int)Math.Floor(from);
        double t = from - whole;
        if (t == 0)
            return (whole, [1]);
        return (whole - 1,
        [
            (float)(t * (-1 + (t * (2 - t))) / 2),
            (float)((2 + (t * t * (-5 + (3 * t)))) / 2),
            (float)(t * (1 + (t * (4 - (3 * t)))) / 2),
            (float)(t * t * (t - 1) / 2),
        ]);
    }

    private static void AddTo(Span<float> sum, ReadOnlySpan<float> values, float weight)
        => TensorPrimitives.MultiplyAdd(values, weight, sum, sum);
}
