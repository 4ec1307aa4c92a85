using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;
using CellSeg.Numerics;

namespace CellSeg.Training.Data;

/// <summary>
/// Cuts a varied crop out of a frame. One affine transform places it: input = centre + R(angle) · diag(zoom) · (output −
/// middle); images are read bilinearly, labels from the nearest pixel, and beyond the border both are mirrored or go on as they end.
/// </summary>
internal sealed class CropSampler(int size, AugmentationOptions options)
{
    // Crops without a single cell teach little; more tries would bias sparse images.
    private const int Tries = 4;

    // A pixel that covers more is the mean of so many by so many places in it, which bounds the work.
    private const int MostPlaces = 8;

    /// <summary>Fills the crop of a clip; all its frames are cut and varied alike, apart from the noise.</summary>
    /// <param name="clip">What to cut from: frames of one size.</param>
    /// <param name="random">Draws place and variation.</param>
    /// <param name="images">Receives frames x channels x size x size.</param>
    /// <param name="labels">Receives frames x size x size.</param>
    /// <returns>Where the crop was cut, for whatever else is to be cut there.</returns>
    public CropTransform Sample(IReadOnlyList<TrainingFrame> clip, RandomSource random, Span<float> images, Span<int> labels)
    {
        int area = size * size, channels = clip[0].Image.Channels;
        CropTransform transform = default;
        // Once, and not with each try: large cells are in fewer crops, so that trying again would make small ones of them.
        double scale = DrawScale(clip[0], random);
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            transform = DrawTransform(clip[0], scale, random);
            for (int i = 0; i < clip.Count; i++)
                ReadNearest<int>(clip[i].Labels.Pixels, clip[i].Labels.Height, clip[i].Labels.Width, transform, labels.Slice(i * area, area));
            if (labels.ContainsAnyExcept(0))
                break;
        }
        if (!options.NearestBorder && transform.Leaves(clip[0].Image.Height, clip[0].Image.Width, size))
            SeparateCopies(labels);
        for (int c = 0; c < channels; c++)
        {
            var variation = DrawVariation(random);
            for (int i = 0; i < clip.Count; i++)
            {
                var plane = images.Slice(((i * channels) + c) * area, area);
                ReadBetween(clip[i].Image.Plane(c), clip[i].Image.Height, clip[i].Image.Width, transform, plane);
                Vary(plane, variation, random);
            }
        }
        return transform;
    }

    /// <summary>Makes a label of its own of each piece: beyond the border of a frame cells come again, mirrored, with the same label.</summary>
    private void SeparateCopies(Span<int> labels)
    {
        int area = size * size;
        var pieces = new int[area];
        for (int first = 0; first < labels.Length; first += area)
        {
            ConnectedComponents.Label<int>(labels.Slice(first, area), size, size, PixelConnectivity.Eight, pieces);
            pieces.CopyTo(labels[first..]);
        }
    }

    private CropTransform DrawTransform(TrainingFrame frame, double scale, RandomSource random)
    {
        var image = frame.Image;
        double angle = random.NextDouble(-options.Rotation, options.Rotation) * Math.PI / 180;
        double zoomY = random.NextDouble(options.ZoomLow, options.ZoomHigh), zoomX = random.NextDouble(options.ZoomLow, options.ZoomHigh);
        if (options.Flip && random.NextBoolean())
            zoomY = -zoomY;
        if (options.Flip && random.NextBoolean())
            zoomX = -zoomX;
        (zoomY, zoomX) = (zoomY * scale, zoomX * scale);
        var (sin, cos) = Math.SinCos(angle);
        return new CropTransform(
            Centre(image.Height, scale, random), Centre(image.Width, scale, random),
            cos * zoomY, -sin * zoomX, sin * zoomY, cos * zoomX);
    }

    /// <summary>Pixels of the frame for each pixel of the crop that bring its cells to a size of their own; 1 for most crops.</summary>
    private double DrawScale(TrainingFrame frame, RandomSource random)
    {
        if (options.ScaledShare == 0 || random.NextDouble() >= options.ScaledShare)
            return 1;
        double wanted = Math.Exp(random.NextDouble(Math.Log(options.SmallestDiameter), Math.Log(options.LargestDiameter)));
        return double.IsFinite(frame.MedianDiameter) ? frame.MedianDiameter / wanted : 1;
    }

    /// <summary>Anywhere such that a crop of this scale that is not varied otherwise stays inside; the middle where the image is smaller.</summary>
    private double Centre(int length, double scale, RandomSource random)
    {
        double position = random.NextDouble(), side = size * scale;
        return length <= side ? (length - 1) / 2.0 : ((side - 1) / 2) + (position * (length - side));
    }

    /// <summary>Cuts a crop out of a plane of a frame; each pixel is that of the nearest one.</summary>
    /// <param name="source">Height x width.</param>
    /// <param name="height">Rows of the frame.</param>
    /// <param name="width">Columns of the frame.</param>
    /// <param name="transform">Where the crop lies.</param>
    /// <param name="output">Receives size x size.</param>
    public void ReadNearest<T>(ReadOnlySpan<T> source, int height, int width, CropTransform transform, Span<T> output)
    {
        double middle = (size - 1) / 2.0;
        for (int y = 0, i = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++, i++)
            {
                var (sy, sx) = transform.Apply(y - middle, x - middle);
                output[i] = source[(Inside(Nearest(sy), height) * width) + Inside(Nearest(sx), width)];
            }
        }
    }

    // Halves go up: rounded to even ones, a map by half pixels would read every other pixel twice and the rest never.
    private static int Nearest(double position) => (int)Math.Floor(position + 0.5);

    /// <summary>
    /// The same, bilinearly between the pixels. A pixel of a crop that shrinks its frame is the mean of several places, as a
    /// pixel of a camera is.
    /// </summary>
    /// <param name="plane">Height x width.</param>
    /// <param name="height">Rows of the frame.</param>
    /// <param name="width">Columns of the frame.</param>
    /// <param name="transform">Where the crop lies.</param>
    /// <param name="output">Receives size x size.</param>
    public void ReadBetween(ReadOnlySpan<float> plane, int height, int width, CropTransform transform, Span<float> output)
    {
        double middle = (size - 1) / 2.0;
        int places = Math.Clamp((int)Math.Round(transform.Scale), 1, MostPlaces);
        for (int y = 0, i = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++, i++)
            {
                float sum = 0;
                for (int place = 0; place < places * places; place++)
                {
                    double dy = (((place / places) + 0.5) / places) - 0.5, dx = (((place % places) + 0.5) / places) - 0.5;
                    var (sy, sx) = transform.Apply(y + dy - middle, x + dx - middle);
                    sum += Between(plane, height, width, sy, sx);
                }
                output[i] = places == 1 ? sum : sum / (places * places);
            }
        }
    }

    /// <summary>The place in a frame that stands for one that may lie beyond its border.</summary>
    private int Inside(int index, int length)
        => options.NearestBorder ? Math.Clamp(index, 0, length - 1) : MirroredIndex.Of(index, length);

    private float Between(ReadOnlySpan<float> plane, int height, int width, double y, double x)
    {
        int top = (int)Math.Floor(y), left = (int)Math.Floor(x);
        float fy = (float)(y - top), fx = (float)(x - left);
        int row0 = Inside(top, height) * width, row1 = Inside(top + 1, height) * width;
        int column0 = Inside(left, width), column1 = Inside(left + 1, width);
        float upper = plane[row0 + column0] + (fx * (plane[row0 + column1] - plane[row0 + column0]));
        float lower = plane[row1 + column0] + (fx * (plane[row1 + column1] - plane[row1 + column0]));
        return upper + (fy * (lower - upper));
    }

    private Variation DrawVariation(RandomSource random)
    {
        // Each of these is drawn whether it is used or not, so that one option does not change what another draws; the ground,
        // which came later, draws only where there is one, so that trainings without it stay as they were.
        double gain = Math.Exp(random.NextDouble(-options.Gain, options.Gain));
        double offset = random.NextDouble(-options.Offset, options.Offset);
        double gamma = Math.Exp(random.NextDouble(-options.Gamma, options.Gamma));
        double noise = random.NextBoolean() ? random.NextDouble(0, options.Noise) : 0;
        double blur = random.NextDouble() < 0.2 ? random.NextDouble(0, options.Blur) : 0;
        return new Variation(gain, offset, gamma, noise, blur) { Ground = DrawGround(random) };
    }

    /// <summary>The height of a ground at the four corners, row by row; null for none.</summary>
    private double[]? DrawGround(RandomSource random)
    {
        if (options.Ground == 0 || random.NextBoolean())
            return null;
        double height = random.NextDouble(0, options.Ground);
        return [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble(0, height))];
    }

    private void Vary(Span<float> plane, Variation variation, RandomSource random)
    {
        if (variation.Blur > 0.2)
        {
            float[] sharp = plane.ToArray();
            GaussianFilter.Apply(sharp, size, size, variation.Blur, plane);
        }
        if (options.Gamma > 0)
        {
            for (int i = 0; i < plane.Length; i++)
                plane[i] = plane[i] > 0 ? MathF.Pow(plane[i], (float)variation.Gamma) : plane[i];
        }
        for (int i = 0; i < plane.Length; i++)
            plane[i] = (float)((plane[i] * variation.Gain) + variation.Offset);
        if (variation.Ground is { } corners)
            AddGround(plane, corners);
        if (variation.Noise > 0)
        {
            for (int i = 0; i < plane.Length; i++)
                plane[i] += (float)(variation.Noise * random.NextGaussian());
        }
    }

    private void AddGround(Span<float> plane, double[] corners)
    {
        for (int y = 0, i = 0; y < size; y++)
        {
            double fy = y / (size - 1.0), left = corners[0] + (fy * (corners[2] - corners[0])), right = corners[1] + (fy * (corners[3] - corners[1]));
            for (int x = 0; x < size; x++, i++)
                plane[i] += (float)(left + (x / (size - 1.0) * (right - left)));
        }
    }

    private readonly record struct Variation(double Gain, double Offset, double Gamma, double Noise, double Blur)
    {
        public double[]? Ground { get; init; }
    }
}
