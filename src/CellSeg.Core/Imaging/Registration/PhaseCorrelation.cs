using System.Numerics;
using System.Numerics.Tensors;
using CellSeg.Imaging.Morphology;

namespace CellSeg.Imaging.Registration;

/// <summary>
/// How far an image has to be moved to lie on another, by phase correlation (C. D. Kuglin and D. C. Hines, 1975), to a hundredth of a
/// pixel: the peak of the correlation is refined by a discrete Fourier transform of its surroundings only, in steps of 0.1 and then 0.01
/// pixels (M. Guizar-Sicairos, S. T. Thurman and J. R. Fienup, Optics Letters 33, 2008).
/// </summary>
/// <remarks>
/// Each image, less its mean, is faded out towards its border by a Hann window, so that the borders themselves do not
/// correlate. The cross spectrum is divided by the root of its magnitudes, not by the magnitudes themselves: with all
/// frequencies alike, the noise of a dim movie has more say than its few cells, and with none changed, uneven light has. A
/// Gaussian of 2 pixels over the correlation makes its peak round. Of images that lie some pixels apart the windows show different parts, which
/// makes the shift too small by some hundredths of it: whoever wants the hundredths of a pixel moves the image and compares
/// again, as <see cref="DriftEstimator"/> does.
/// </remarks>
public sealed class PhaseCorrelation
{
    private const double Smoothing = 2;
    private const double BlankContrast = 1e-6;

    // Farther than this share of a side too little of the image is left to tell by.
    private const int LargestShare = 4;

    private readonly int _height, _width;
    private readonly double[] _downWindow, _rightWindow, _downWeights, _rightWeights;
    private readonly Complex[][] _reference;

    /// <summary>Prepares to register images.</summary>
    /// <param name="reference">What they shall lie on: row-major values, all of them finite.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <exception cref="ArgumentException">The span has another length than the image.</exception>
    public PhaseCorrelation(ReadOnlySpan<float> reference, int height, int width)
    {
        ImageShape.Require(ImageShape.CountPixels(height, width), reference.Length);
        (_height, _width) = (height, width);
        (_downWindow, _rightWindow) = (MakeWindow(height), MakeWindow(width));
        (_downWeights, _rightWeights) = (MakeWeights(height), MakeWeights(width));
        _reference = Transform(reference);
    }

    /// <summary>Finds how far an image has to be moved, at most a quarter of each side.</summary>
    /// <param name="values">Row-major values, all of them finite, of an image of the size of the reference.</param>
    /// <exception cref="ArgumentException">The span has another length than the image.</exception>
    public ImageMatch Find(ReadOnlySpan<float> values)
    {
        ImageShape.Require(_height * _width, values.Length);
        var cross = Transform(values);
        double sum = 0, squares = 0;
        for (int y = 0; y < cross.Length; y++)
        {
            for (int x = 0; x < cross[y].Length; x++)
            {
                var product = _reference[y][x] * Complex.Conjugate(cross[y][x]);
                double magnitude = product.Magnitude;
                cross[y][x] = magnitude > 0 ? product * (_downWeights[y] * _rightWeights[x] / Math.Sqrt(magnitude)) : 0;
                sum += cross[y][x].Magnitude;
                squares += cross[y][x].Magnitude * cross[y][x].Magnitude;
            }
        }
        if (!(sum > 0))
            return default;
        var (down, right) = FindPeak(cross);
        double peak;
        (down, right, _) = Refine(cross, down, right, 0.1, 7);
        (down, right, peak) = Refine(cross, down, right, 0.01, 10);
        return new ImageMatch(new ImageShift(Math.Round(down, 2), Math.Round(right, 2)), peak / sum, peak / Math.Sqrt(squares));
    }

    /// <summary>The whole pixels at which the correlation is highest.</summary>
    private (double Down, double Right) FindPeak(Complex[][] cross)
    {
        Complex[][] map = [.. cross.Select(row => (Complex[])row.Clone())];
        PlaneSpectrum.Inverse(map);
        int rows = map.Length, columns = map[0].Length;
        (double Value, int Down, int Right) best = (double.NegativeInfinity, 0, 0);
        for (int down = -(_height / LargestShare); down <= _height / LargestShare; down++)
        {
            for (int right = -(_width / LargestShare); right <= _width / LargestShare; right++)
            {
                // What lies before the first row and column stands behind the last.
                double value = map[down & (rows - 1)][right & (columns - 1)].Real;
                if (value > best.Value)
                    best = (value, down, right);
            }
        }
        return (best.Down, best.Right);
    }

    /// <summary>The highest correlation on a fine grid around a place.</summary>
    private static (double Down, double Right, double Peak) Refine(Complex[][] cross, double down, double right, double step, int count)
    {
        double[] rights = [.. Enumerable.Range(-count, (2 * count) + 1).Select(i => right + (i * step))];
        int columns = cross[0].Length;
        // First along the rows, each of which gives one value a column of the grid.
        Complex[][] phases = [.. rights.Select(place => MakePhases(place, columns))];
        var sums = new Complex[rights.Length][];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = new Complex[cross.Length];
            for (int y = 0; y < cross.Length; y++)
                sums[i][y] = Multiply(cross[y], phases[i]);
        }
        (double Down, double Right, double Peak) best = (down, right, double.NegativeInfinity);
        for (int j = -count; j <= count; j++)
        {
            var phase = MakePhases(down + (j * step), cross.Length);
            for (int i = 0; i < sums.Length; i++)
            {
                double value = Multiply(sums[i], phase).Real;
                if (value > best.Peak)
                    best = (down + (j * step), rights[i], value);
            }
        }
        return best;
    }

    private static Complex Multiply(Complex[] values, Complex[] phases)
    {
        double real = 0, imaginary = 0;
        for (int i = 0; i < values.Length; i++)
        {
            var (value, phase) = (values[i], phases[i]);
            real += (value.Real * phase.Real) - (value.Imaginary * phase.Imaginary);
            imaginary += (value.Real * phase.Imaginary) + (value.Imaginary * phase.Real);
        }
        return new Complex(real, imaginary);
    }

    private static Complex[] MakePhases(double place, int count)
        => [.. Enumerable.Range(0, count).Select(i => Complex.FromPolarCoordinates(1, Math.Tau * place * Frequency(i, count)))];

    /// <summary>The spectrum of an image, less its mean, in its window, with zeros around it up to a power of two.</summary>
    private Complex[][] Transform(ReadOnlySpan<float> values)
    {
        double sum = 0, weights = 0;
        for (int y = 0; y < _height; y++)
        {
            for (int x = 0; x < _width; x++)
            {
                double weight = _downWindow[y] * _rightWindow[x];
                sum += weight * values[(y * _width) + x];
                weights += weight;
            }
        }
        double mean = sum / weights;
        Complex[][] rows = [.. _downWeights.Select(_ => new Complex[_rightWeights.Length])];
        float highest = TensorPrimitives.Max(values), lowest = TensorPrimitives.Min(values);
        // What is left of a blank image that was interpolated is a pattern, too.
        if (highest - lowest <= BlankContrast * Math.Max(Math.Abs(highest), Math.Abs(lowest)))
            return rows;
        for (int y = 0; y < _height; y++)
        {
            for (int x = 0; x < _width; x++)
                rows[y][x] = (values[(y * _width) + x] - mean) * _downWindow[y] * _rightWindow[x];
        }
        PlaneSpectrum.Forward(rows);
        return rows;
    }

    private static double[] MakeWindow(int length)
        => [.. Enumerable.Range(0, length).Select(i => 0.5 - (0.5 * Math.Cos(Math.Tau * (i + 0.5) / length)))];

    /// <summary>The Gaussian over the correlation, as what it does to each frequency.</summary>
    private static double[] MakeWeights(int length)
    {
        int count = (int)BitOperations.RoundUpToPowerOf2((uint)length);
        return [.. Enumerable.Range(0, count).Select(i => Math.Exp(-2 * Math.Pow(Math.PI * Smoothing * Frequency(i, count), 2)))];
    }

    /// <summary>Cycles a pixel.</summary>
    private static double Frequency(int index, int count) => (index < (count + 1) / 2 ? index : index - count) / (double)count;
}
