using BenchmarkDotNet.Attributes;
using CellSeg.Imaging;
using CellSeg.Numerics;

namespace CellSeg.Benchmarks.Rows;

/// <summary>Percentiles of an image by sorting a copy, by counting, and the whole normalisation.</summary>
[MemoryDiagnoser]
public class PercentileBenchmarks
{
    private CellImage _image = new(1, 1, 1, [0]);

    /// <summary>Rows and columns.</summary>
    [Params(256, 512, 1024, 4096)]
    public int Size { get; set; }

    /// <summary>Whether values are whole numbers of 16 bits, as cameras give them; otherwise they have all digits.</summary>
    [Params(true, false)]
    public bool IsWhole { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var random = new RandomSource(1);
        var pixels = new float[Size * Size];
        foreach (ref float value in pixels.AsSpan())
        {
            // A dark ground with some bright cells.
            double light = 400 + (30 * random.NextGaussian()) + (random.NextDouble() < 0.2 ? 4000 * random.NextDouble() : 0);
            value = (float)(IsWhole ? Math.Round(light) : light);
        }
        _image = new CellImage(1, Size, Size, pixels);
    }

    [Benchmark(Baseline = true)]
    public double Sort()
    {
        var sorted = Percentile.SortFinite(_image.Pixels);
        return Percentile.Find(sorted, 1) + Percentile.Find(sorted, 99.8);
    }

    [Benchmark]
    public double Count()
    {
        double[] found = Percentile.FindFinite(_image.Pixels, 1, 99.8);
        return found[0] + found[1];
    }

    [Benchmark]
    public CellImage Normalize() => ImageNormalizer.Normalize(_image, ImageNormalization.Percentile);
}
