using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CellSeg.Imaging.Morphology;
using CellSeg.Numerics;

namespace CellSeg.Imaging.Restoration;

/// <summary>
/// The background as a ball finds it that rolls below the image, whose intensities are heights (S. R. Sternberg, Biomedical image
/// processing, Computer 16, 1983): where the ball comes up to is background, and what is too narrow for it is not. In
/// other words the grey opening by a ball, computed exactly and at full size.
/// </summary>
/// <remarks>
/// An opening has two steps. The first, <see cref="FindTop"/>, is all that <c>rolling_ball</c> of scikit-image computes: the
/// height of the ball's top when its middle is below a pixel. On a slope it lies below the image everywhere, since the ball touches the slope
/// with its side; the second step takes the highest surface of all balls, which lies on the slope, as in ImageJ (which
/// computes it on a smaller image). Outside of the image there is nothing that holds the ball down.
/// </remarks>
public static class RollingBall
{
    /// <summary>The opening by a ball: never above the image, and equal to it wherever the ball comes up to it.</summary>
    /// <param name="values">Row-major intensities, all of them finite.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="radius">The radius in pixels, above 0.</param>
    /// <param name="ballHeight">The half axis along the intensities in their unit; as the radius for a ball, 0 for a flat disc.</param>
    /// <param name="background">Receives the result. May be the same memory as <paramref name="values"/>.</param>
    /// <exception cref="ArgumentException">A span has another length than the image, or the ball no radius.</exception>
    public static void Open(ReadOnlySpan<float> values, int height, int width, double radius, double ballHeight, Span<float> background)
    {
        var kernel = MakeKernel(values, height, width, radius, ballHeight, background);
        using var imageBuffer = new PooledBuffer<float>(values.Length);
        var image = imageBuffer.Span;
        values.CopyTo(image);
        Erode(image, height, width, kernel, background);
        // A dilation is the erosion of the negative.
        TensorPrimitives.Negate(background, background);
        Erode(background, height, width, kernel, background);
        TensorPrimitives.Negate(background, background);
        // By the last digit of the sums it may be above.
        TensorPrimitives.Min<float>(background, image, background);
    }

    /// <summary>How high the top of the ball comes with its middle below each pixel: the erosion by the ball, and the background of scikit-image.</summary>
    /// <param name="values">Row-major intensities, all of them finite.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="radius">The radius in pixels, above 0.</param>
    /// <param name="ballHeight">The half axis along the intensities in their unit; as the radius for a ball, 0 for a flat disc.</param>
    /// <param name="top">Receives the result. May be the same memory as <paramref name="values"/>.</param>
    /// <exception cref="ArgumentException">A span has another length than the image, or the ball no radius.</exception>
    public static void FindTop(ReadOnlySpan<float> values, int height, int width, double radius, double ballHeight, Span<float> top)
        => Erode(values, height, width, MakeKernel(values, height, width, radius, ballHeight, top), top);

    private static BallKernel MakeKernel(ReadOnlySpan<float> values, int height, int width, double radius, double ballHeight, Span<float> result)
    {
        int count = ImageShape.CountPixels(height, width);
        ImageShape.Require(count, values.Length);
        ImageShape.Require(count, result.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(radius);
        ArgumentOutOfRangeException.ThrowIfNegative(ballHeight);
        return new BallKernel(radius, ballHeight);
    }

    /// <summary>
    /// The least of all intensities below the ball, each raised by as much as the ball is lower there. Four pixels in mirrored
    /// places have one drop, so that two rows are made one first, and then two columns.
    /// </summary>
    private static void Erode(ReadOnlySpan<float> values, int height, int width, BallKernel kernel, Span<float> eroded)
    {
        float[][] drops = kernel.GetDrops(TensorPrimitives.Max(values) - TensorPrimitives.Min(values));
        int reach = Math.Min(drops[0].Length - 1, width);
        int block = 4 * Vector<float>.Count, padded = (width + block - 1) / block * block;
        using var lineBuffer = new PooledBuffer<float>(padded + (2 * reach));
        using var leastBuffer = new PooledBuffer<float>(padded);
        using var sourceBuffer = new PooledBuffer<float>(values.Length);
        var line = lineBuffer.Span;
        var least = leastBuffer.Span;
        var source = sourceBuffer.Span;
        values.CopyTo(source);
        line.Fill(float.PositiveInfinity);
        var inner = line.Slice(reach, width);
        for (int y = 0; y < height; y++)
        {
            least.Fill(float.PositiveInfinity);
            for (int step = 0; step < drops.Length && (step <= y || step < height - y); step++)
            {
                int above = y >= step ? y - step : y + step, below = y + step < height ? y + step : y - step;
                TensorPrimitives.Min<float>(source.Slice(above * width, width), source.Slice(below * width, width), inner);
                TakeLeast(line, reach, drops[step].AsSpan(0, Math.Min(drops[step].Length, reach + 1)), least);
            }
            least[..width].CopyTo(eroded[(y * width)..]);
        }
    }

    /// <summary>Lowers each pixel to the least of a line around it, raised by the drops. Four vectors at a time stay in registers.</summary>
    private static void TakeLeast(ReadOnlySpan<float> line, int reach, ReadOnlySpan<float> drops, Span<float> least)
    {
        int size = Vector<float>.Count;
        ref float middle = ref MemoryMarshal.GetReference(line[reach..]);
        ref float output = ref MemoryMarshal.GetReference(least);
        for (int x = 0; x < least.Length; x += 4 * size)
        {
            var first = Vector.LoadUnsafe(ref output, (nuint)x);
            var second = Vector.LoadUnsafe(ref output, (nuint)(x + size));
            var third = Vector.LoadUnsafe(ref output, (nuint)(x + (2 * size)));
            var fourth = Vector.LoadUnsafe(ref output, (nuint)(x + (3 * size)));
            for (int step = 0; step < drops.Length; step++)
            {
                var drop = new Vector<float>(drops[step]);
                ref float left = ref Unsafe.Add(ref middle, x - step);
                ref float right = ref Unsafe.Add(ref middle, x + step);
                first = Vector.Min(first, Vector.Min(Vector.LoadUnsafe(ref left), Vector.LoadUnsafe(ref right)) + drop);
                second = Vector.Min(second, Vector.Min(Vector.LoadUnsafe(ref left, (nuint)size), Vector.LoadUnsafe(ref right, (nuint)size)) + drop);
                third = Vector.Min(third, Vector.Min(Vector.LoadUnsafe(ref left, (nuint)(2 * size)), Vector.LoadUnsafe(ref right, (nuint)(2 * size))) + drop);
                fourth = Vector.Min(fourth, Vector.Min(Vector.LoadUnsafe(ref left, (nuint)(3 * size)), Vector.LoadUnsafe(ref right, (nuint)(3 * size))) + drop);
            }
            first.StoreUnsafe(ref output, (nuint)x);
            second.StoreUnsafe(ref output, (nuint)(x + size));
            third.StoreUnsafe(ref output, (nuint)(x + (2 * size)));
            fourth.StoreUnsafe(ref output, (nuint)(x + (3 * size)));
        }
    }
}
