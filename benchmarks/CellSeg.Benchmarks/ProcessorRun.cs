using System.Diagnostics;
using System.Globalization;
using CellSeg.Decoding;
using CellSeg.Models.Compute;
using CellSeg.Models.Networks;
using CellSeg.Models.Specifications;
using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Benchmarks;

/// <summary>
/// What docs/results/processors.md says of this machine: whether its convolutions are right, what it costs to find out,
/// and how fast 1x1 convolutions are as products of matrices.
/// </summary>
internal static class ProcessorRun
{
    private const int Repeats = 9;

    /// <summary>Prints three tables.</summary>
    public static void Run()
    {
        TorchLibrary.EnsureLoaded();
        Console.WriteLine($"{Processor.Name}: {Processor.InstructionSet}, caches {(Processor.HidesCaches ? "hidden" : "seen")}, {get_num_threads()} threads\n");
        PrintChecks();
        PrintProducts();
    }

    private static void PrintChecks()
    {
        Console.WriteLine("| schema | backbone | shapes | wrong in float32 | wrong in bfloat16 | predicting, s | training, s |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
        // What the first call costs beside is libtorch's own start.
        ConvolutionCheck.Find([new(5, 7, 3, 1, 1)], ScalarType.Float32, withGradients: true);
        foreach (var backbone in Enum.GetValues<BackboneKind>())
        {
            foreach (var schema in (SegmentationSchema[])[SegmentationSchema.Watershed, SegmentationSchema.Pixelwise, SegmentationSchema.RetinaMask])
            {
                var shapes = SegmentationNetwork.GetConvolutions(new ModelSpecification { Schema = schema, Backbone = backbone });
                var (predicting, _) = Find(shapes, ScalarType.Float32, withGradients: false);
                var (training, faults) = Find(shapes, ScalarType.Float32, withGradients: true);
                var (_, roundedFaults) = Find(shapes, ScalarType.BFloat16, withGradients: true);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {schema} | {backbone} | {shapes.Count} | {faults} | {roundedFaults} | {predicting:F2} | {training:F2} |"));
            }
        }
    }

    private static (double Seconds, int Faults) Find(IReadOnlyList<ConvolutionShape> shapes, ScalarType type, bool withGradients)
    {
        // Given the way to compute, it remembers nothing, so that each network is looked at as if it were the first.
        long start = Stopwatch.GetTimestamp();
        int faults = ConvolutionCheck.Find(shapes, type, withGradients, SafeConvolution.Compute).Count;
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, faults);
    }

    private static void PrintProducts()
    {
        Console.WriteLine("\nTime of the product by that of the convolution, float32\n");
        Console.WriteLine("| 1x1 convolution | maps | forward | with gradients |\n| --- | --- | ---: | ---: |");
        foreach (var (shape, size) in ((ConvolutionShape, int)[])
            [(new(16, 96, 1), 96), (new(96, 24, 1), 48), (new(144, 32, 1), 24), (new(384, 64, 1), 12), (new(960, 320, 1), 6),
            (new(64, 128, 1), 96), (new(128, 1, 1), 96), (new(256, 64, 1), 48), (new(64, 256, 1), 48), (new(512, 128, 1), 24),
            (new(256, 512, 1, 2), 48), (new(1024, 256, 1), 12), (new(256, 1024, 1), 12), (new(512, 2048, 1), 6), (new(2048, 512, 1), 6)])
        {
            string forward = Ratio(shape, size, withGradients: false), both = Ratio(shape, size, withGradients: true);
            Console.WriteLine($"| {shape} | 8 x {size} x {size} | {forward} | {both} |");
        }
    }

    /// <summary>The least time of a product divided by the least time of a convolution, in turns.</summary>
    private static string Ratio(ConvolutionShape shape, int size, bool withGradients)
    {
        using var scope = NewDisposeScope();
        using var mode = set_grad_enabled(withGradients);
        var maps = ChannelsLast.Convert(randn(8, shape.Inputs, size, size)).requires_grad_(withGradients);
        var kernel = randn(shape.Outputs, shape.Inputs, 1, 1).requires_grad_(withGradients);
        double[] least = [double.MaxValue, double.MaxValue];
        for (int i = 0; i < 2 * Repeats; i++)
        {
            using var inner = NewDisposeScope();
            long start = Stopwatch.GetTimestamp();
            var output = i % 2 == 0
                ? SafeConvolution.Multiply(maps, kernel, null, shape.Stride)
                : nn.functional.conv2d(maps, ChannelsLast.Convert(kernel), null, [shape.Stride, shape.Stride]);
            if (withGradients)
                autograd.grad([output], [maps, kernel], [ones_like(output)]);
            least[i % 2] = Math.Min(least[i % 2], Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return (least[0] / least[1]).ToString("F2", CultureInfo.InvariantCulture);
    }
}
