using CellSeg.Models.Streaming.Kernels;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Models.Streaming;

public sealed class KernelTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(3, 16)]
    [InlineData(1, 32)]
    [InlineData(3, 32)]
    [InlineData(1, 48)]
    [InlineData(3, 48)]
    [InlineData(7, 48)]
    public void Kernels_of_all_widths_give_the_sums_of_fused_products_to_the_bit(int kernel, int width)
    {
        const int channels = 5, pixels = 12;
        var random = new RandomSource(kernel * width);
        int columns = pixels + kernel - 1;
        float[] source = Numbers(kernel * columns * channels, random), weights = Numbers(kernel * kernel * channels * width, random);
        float[] bias = Numbers(width, random), addend = Numbers(pixels * width, random);
        nint[] rows = [.. Enumerable.Range(0, kernel).Select(row => (nint)(row * columns * channels))];
        float[] expected = new float[pixels * width];
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            for (int output = 0; output < width; output++)
            {
                float sum = bias[output];
                for (int i = 0; i < kernel * kernel * channels; i++)
                {
                    int row = i / (kernel * channels), at = (row * columns * channels) + (pixel * channels) + (i % (kernel * channels));
                    sum = MathF.FusedMultiplyAdd(source[at], weights[(i * width) + output], sum);
                }
                expected[(pixel * width) + output] = Math.Clamp(sum + addend[(pixel * width) + output], 0, 6);
            }
        }

        // Each kernel for so many channels, from the first pixel on, and from the first channel on where it has fewer.
        (Kernel Compute, int Pixels, int Width)[] kernels =
        [
            (WideKernels.Compute8x48, 8, 48), (WideKernels.Compute12x32, 12, 32), (WideKernels.Compute12x16, 12, 16),
            (WideKernels.Compute1x48, 1, 48), (WideKernels.Compute1x32, 1, 32), (WideKernels.Compute1x16, 1, 16),
            (NarrowKernels.Compute6x16, 6, 16), (NarrowKernels.Compute1x16, 1, 16),
        ];
        foreach (var (compute, count, own) in kernels.Where(candidate => candidate.Width == width))
        {
            float[] target = new float[pixels * width];
            var block = new PixelBlock
            {
                Source = ref source[0], Rows = rows, PixelStep = channels, TapStep = channels, Kernel = kernel, Channels = channels,
                Weights = ref weights[0], Bias = ref bias[0], Target = ref target[0], TargetStep = width, Addend = ref addend[0], HasAddend = true,
                Rectifier = Rectifier.Relu6,
            };
            compute(in block);
            Assert.Equal(expected[..(count * own)], target[..(count * own)]);
        }
    }

    private delegate void Kernel(in PixelBlock block);

    private static float[] Numbers(int count, RandomSource random) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.4f)];
}
