using System.Collections.Concurrent;
using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Models.Compute;

/// <summary>
/// Known answers: convolves small maps and compares outputs and gradients with the same sums in float64, taken as products
/// of matrices. Results are remembered for the process.
/// </summary>
internal static class ConvolutionCheck
{
    // Neither square nor a multiple of usual block sizes, so that edges of blocks are seen.
    private const int Images = 2, Height = 4, Width = 5;

    // What rounding explains, of the largest number. A wrong kernel is off by a third at least.
    private const double Float32Tolerance = 1e-4, BFloat16Tolerance = 0.02;

    private static readonly ConcurrentDictionary<(ConvolutionShape, ScalarType, bool), double> Known = [];

    /// <summary>A way to convolve maps with a kernel and a bias.</summary>
    public delegate Tensor Way(Tensor maps, Tensor kernel, Tensor? bias, ConvolutionShape shape);

    /// <summary>The shapes whose results are wrong on this machine, with the largest error of each.</summary>
    /// <param name="shapes">What to look at; each is looked at once for the life of the process.</param>
    /// <param name="type">The type of the maps.</param>
    /// <param name="withGradients">Whether gradients by maps and kernel are looked at, too.</param>
    public static IReadOnlyList<ConvolutionFault> Find(IEnumerable<ConvolutionShape> shapes, ScalarType type, bool withGradients)
        => Find(shapes, type, shape => Known.GetOrAdd(
            (shape, type, withGradients), _ => Measure(shape, type, withGradients, SafeConvolution.Compute)));

    /// <summary>The shapes whose results are wrong when they are computed in a given way. Nothing is remembered.</summary>
    /// <param name="shapes">What to look at.</param>
    /// <param name="type">The type of the maps.</param>
    /// <param name="withGradients">Whether gradients by maps and kernel are looked at, too.</param>
    /// <param name="compute">The way.</param>
    public static IReadOnlyList<ConvolutionFault> Find(IEnumerable<ConvolutionShape> shapes, ScalarType type, bool withGradients, Way compute)
        => Find(shapes, type, shape => Measure(shape, type, withGradients, compute));

    private static List<ConvolutionFault> Find(IEnumerable<ConvolutionShape> shapes, ScalarType type, Func<ConvolutionShape, double> measure)
    {
        double tolerance = type == ScalarType.BFloat16 ? BFloat16Tolerance : Float32Tolerance;
        return [.. shapes.Distinct()
            .Select(shape => new ConvolutionFault(shape, type, measure(shape)))
            .Where(fault => !(fault.Error <= tolerance))];
    }

    /// <summary>The largest error, of the largest number, over the output and the gradients.</summary>
    private static double Measure(ConvolutionShape shape, ScalarType type, bool withGradients, Way compute)
    {
        using var scope = NewDisposeScope();
        using var mode = set_grad_enabled(withGradients);
        int perGroup = shape.Inputs / shape.Groups;
        Tensor maps = Pattern(29, Images, Height, Width, shape.Inputs).permute(0, 3, 1, 2).requires_grad_(withGradients);
        Tensor kernel = Pattern(31, shape.Outputs, perGroup, shape.Kernel, shape.Kernel).requires_grad_(withGradients);
        Tensor bias = Pattern(7, shape.Outputs);
        var computed = Run(compute(maps.to(type), kernel, bias, shape), maps, kernel, withGradients);
        Tensor exactMaps = maps.detach().to(ScalarType.Float64).requires_grad_(withGradients);
        Tensor exactKernel = kernel.detach().to(ScalarType.Float64).requires_grad_(withGradients);
        var exact = Run(Sum(exactMaps, exactKernel, bias, shape), exactMaps, exactKernel, withGradients);
        // Math.Max keeps what is not a number, unlike Enumerable.Max.
        return computed.Zip(exact, Difference).Aggregate(Math.Max);
    }

    /// <summary>The output, and the gradients of a sum over it by maps and kernel.</summary>
    private static Tensor[] Run(Tensor output, Tensor maps, Tensor kernel, bool withGradients)
    {
        if (!withGradients)
            return [output];
        var weights = Pattern(23, output.shape).to(output.dtype);
        var gradients = autograd.grad([output], [maps, kernel], [weights]);
        return [output, .. gradients];
    }

    /// <summary>A convolution as products of the kernel and what it sees at each place.</summary>
    private static Tensor Sum(Tensor maps, Tensor kernel, Tensor bias, ConvolutionShape shape)
    {
        long height = ((maps.shape[2] + (2 * shape.Padding) - shape.Kernel) / shape.Stride) + 1;
        var seen = nn.functional.unfold(maps, shape.Kernel, 1, shape.Padding, shape.Stride); // [N, in · k · k, places]
        var product = kernel.reshape(shape.Groups, shape.Outputs / shape.Groups, -1).matmul(seen.unflatten(1, [shape.Groups, -1]));
        return product.reshape(maps.shape[0], shape.Outputs, height, -1).Plus(bias.to(ScalarType.Float64).view(-1, 1, 1));
    }

    /// <summary>Numbers without order from -1 to 1, which bfloat16 has exactly.</summary>
    private static Tensor Pattern(int seed, params long[] shape)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size);
        // A linear congruential generator (Numerical Recipes), whose upper bits are good enough for this.
        var numbers = new float[count];
        uint state = (uint)seed;
        for (int i = 0; i < numbers.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            numbers[i] = ((int)(state >> 16) % 33 - 16) / 16f;
        }
        return tensor(numbers, shape);
    }

    private static double Difference(Tensor found, Tensor wanted)
    {
        double largest = wanted.abs().max().item<double>();
        double difference = (found.to(ScalarType.Float64) - wanted).abs().max().item<double>();
        return largest > 0 ? difference / largest : difference;
    }
}
