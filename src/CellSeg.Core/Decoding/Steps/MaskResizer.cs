using CellSeg.Imaging;
using CellSeg.Imaging.Morphology;

namespace CellSeg.Decoding.Steps;

/// <summary>
/// Brings a mask to another size: bilinear between pixel centres, after a Gaussian of (factor - 1) / 2 along the axes that
/// shrink by a factor. Beyond the border the mask is mirrored about the centre of the border pixel, as scikit-image's
/// <c>resize</c> does it.
/// </summary>
internal static class MaskResizer
{
    /// <summary>Resizes a square mask.</summary>
    /// <param name="mask">Row-major values.</param>
    /// <param name="side">Rows and columns of the mask, at least 1.</param>
    /// <param name="height">Rows wanted, at least 1.</param>
    /// <param name="width">Columns wanted, at least 1.</param>
    /// <returns>Row-major values.</returns>
    public static float[] Resize(ReadOnlySpan<float> mask, int side, int height, int width)
    {
        var rows = MakeWeights(side, height);
        var columns = MakeWeights(side, width);
        // Blurring and interpolating are both linear: one matrix an axis.
        var wide = new double[side * width];
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double sum = 0;
                for (int k = 0; k < side; k++)
                    sum += columns[(x * side) + k] * mask[(y * side) + k];
                wide[(y * width) + x] = sum;
            }
        }
        var result = new float[height * width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double sum = 0;
                for (int k = 0; k < side; k++)
                    sum += rows[(y * side) + k] * wide[(k * width) + x];
                result[(y * width) + x] = (float)sum;
            }
        }
        return result;
    }

    /// <summary>The weight of each of the old pixels of a line in each of the new ones.</summary>
    private static double[] MakeWeights(int oldLength, int newLength)
    {
        var weights = new double[newLength * oldLength];
        double factor = (double)oldLength / newLength;
        var kernel = GaussianFilter.MakeKernel(Math.Max(0, (factor - 1) / 2));
        int radius = kernel.Length / 2;
        for (int i = 0; i < newLength; i++)
        {
            double position = ((i + 0.5) * factor) - 0.5;
            int first = (int)Math.Floor(position);
            double share = position - first;
            int left = MirroredIndex.Of(first, oldLength), right = MirroredIndex.Of(first + 1, oldLength);
            for (int k = -radius; k <= radius; k++)
            {
                weights[(i * oldLength) + MirroredIndex.Of(left + k, oldLength)] += (1 - share) * kernel[k + radius];
                weights[(i * oldLength) + MirroredIndex.Of(right + k, oldLength)] += share * kernel[k + radius];
            }
        }
        return weights;
    }
}
