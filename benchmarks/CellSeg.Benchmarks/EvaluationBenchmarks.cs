using BenchmarkDotNet.Attributes;
using CellSeg.Evaluation;
using CellSeg.Evaluation.Counting;
using CellSeg.Evaluation.Matching;
using CellSeg.Evaluation.Properties;
using CellSeg.Imaging;

namespace CellSeg.Benchmarks;

/// <summary>The evaluation of one image: touching discs, and the same discs moved, some merged and some missing.</summary>
[MemoryDiagnoser]
public class EvaluationBenchmarks
{
    private static readonly EvaluationOptions Detailed = new() { Detailed = true };

    private LabelImage _truth = new(1, 1);
    private LabelImage _prediction = new(1, 1);

    /// <summary>Rows and columns of the image; cells lie 32 pixels apart.</summary>
    [Params(256, 1024)]
    public int Size { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _truth = DrawDiscs(new Random(1), shift: 0, merged: 0, missing: 0);
        _prediction = DrawDiscs(new Random(1), shift: 2, merged: 0.05, missing: 0.05);
    }

    [Benchmark(Baseline = true)]
    public SegmentationError Counts() => SegmentationEvaluator.Evaluate(_truth, _prediction);

    [Benchmark]
    public SegmentationError AllScores() => SegmentationEvaluator.Evaluate(_truth, _prediction, Detailed);

    [Benchmark]
    public OverlapTable TableAlone() => OverlapTable.Create(_truth, _prediction);

    [Benchmark]
    public IReadOnlyList<CellProperty> CellShapes() => CellProperties.Measure(_truth);

    private LabelImage DrawDiscs(Random random, int shift, double merged, double missing)
    {
        const int Distance = 32;
        var image = new LabelImage(Size, Size);
        int across = Size / Distance;
        for (int cell = 0; cell < across * across; cell++)
        {
            int row = (cell / across * Distance) + 16 + random.Next(-3, 4) + shift;
            int column = (cell % across * Distance) + 16 + random.Next(-3, 4) + shift;
            int radius = random.Next(8, 16);
            double fate = random.NextDouble();
            if (fate < missing)
                continue;
            Fill(image, row, column, radius, fate < missing + merged ? cell : cell + 1);
        }
        return image;
    }

    private static void Fill(LabelImage image, int row, int column, int radius, int id)
    {
        for (int y = Math.Max(0, row - radius); y < Math.Min(image.Height, row + radius + 1); y++)
        {
            for (int x = Math.Max(0, column - radius); x < Math.Min(image.Width, column + radius + 1); x++)
            {
                if (((y - row) * (y - row)) + ((x - column) * (x - column)) <= radius * radius)
                    image[y, x] = id;
            }
        }
    }
}
