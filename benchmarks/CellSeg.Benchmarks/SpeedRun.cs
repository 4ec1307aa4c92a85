using System.Diagnostics;
using System.Globalization;
using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Inference.Prediction;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Specifications;
using CellSeg.Training;
using CellSeg.Training.Data;
using CellSeg.Training.Optimization;

namespace CellSeg.Benchmarks;

/// <summary>
/// Times of a training step and of a prediction with the default watershed network in float32, a line each, so that two
/// versions of the code can take turns.
/// </summary>
internal static class SpeedRun
{
    private const int BatchSize = 4, CropSize = 128, ImageSize = 1024, WarmUps = 2;

    /// <summary>REPEATS: the least time of so many.</summary>
    public static void Run(string[] args)
    {
        int repeats = SideBySide.Parse(args[0]);
        foreach (var backbone in (BackboneKind[])[BackboneKind.MobileNetV2, BackboneKind.ResNet50])
        {
            using var model = new SegmentationModel(ModelPresets.Create(ModelPreset.Default, SegmentationSchema.Watershed, backbone));
            Print($"{backbone}, training step of {BatchSize} x {CropSize} x {CropSize}", Least(MakeStep(model), repeats));
            var predictor = FramePredictor.Create(model, new PredictorOptions { Precision = ComputePrecision.Float32 });
            var image = new CellImage(1, ImageSize, ImageSize, Noise(ImageSize * ImageSize));
            Print($"{backbone}, prediction of {ImageSize} x {ImageSize}", Least(() => predictor.Predict(image), repeats));
        }
    }

    private static Action MakeStep(SegmentationModel model)
    {
        int pixels = BatchSize * CropSize * CropSize;
        var options = new TrainingOptions { BatchSize = BatchSize, CropSize = CropSize };
        var optimizer = new AdamOptimizer(model.Network, options.Adam);
        var step = new TrainingStep(model, options.Losses, options.LossWeights, optimizer, new WeightAverage(model.Network, options.AverageDecay));
        var targets = model.Specification.GetSchema().Maps.ToDictionary(map => map, _ => Noise(pixels));
        var batch = new TrainingBatch(CropSize, [.. Enumerable.Repeat("crop", BatchSize)], Noise(pixels), [], targets);
        model.Network.train();
        return () => step.Learn(batch, 1e-4);
    }

    private static float[] Noise(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
    }

    private static double Least(Action action, int repeats)
        => Enumerable.Range(0, WarmUps + repeats).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }).Skip(WarmUps).Min();

    private static void Print(string what, double milliseconds)
        => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {milliseconds:F0} ms"));
}
