using System.Diagnostics;
using CellSeg.Decoding;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Specifications;
using CellSeg.Models.Torch;
using CellSeg.Training;
using CellSeg.Training.Data;
using CellSeg.Training.Optimization;
using static TorchSharp.torch;

namespace CellSeg.Benchmarks;

/// <summary>
/// Our side of python/compare_training.py: makes the default watershed network, and then does what its standard input
/// asks for, line by line, so that the two sides can take turns. Each answer is a line of JSON.
/// </summary>
internal static class StepServer
{
    private const double Rate = 1e-4;

    // Steps before the saved model, so that its running statistics are not those of a network that has seen nothing.
    private const int StepsBeforeSaving = 3;

    private static readonly string[] MapNames = ["inner.raw", "outer.raw", "foreground.raw"];

    /// <summary>BACKBONE BATCH SIZE THREADS FOLDER, where images.raw, inner.raw, outer.raw and foreground.raw are.</summary>
    public static void Run(string[] args)
    {
        TorchLibrary.EnsureLoaded();
        var backbone = Enum.Parse<BackboneKind>(args[0]);
        int batchSize = SideBySide.Parse(args[1]), size = SideBySide.Parse(args[2]);
        string folder = args[4];
        set_num_threads(SideBySide.Parse(args[3]));
        using var model = new SegmentationModel(ModelPresets.Create(ModelPreset.Default, SegmentationSchema.Watershed, backbone));
        var options = new TrainingOptions { BatchSize = batchSize, CropSize = size };
        var batch = ReadBatch(model.Specification, folder, batchSize, size);
        using var optimizer = new AdamOptimizer(model.Network, options.Adam);
        using var average = new WeightAverage(model.Network, options.AverageDecay);
        var step = new TrainingStep(model, options.Losses, options.LossWeights, optimizer, average);
        Train(model, ComputePrecision.Float32);
        for (int i = 0; i < StepsBeforeSaving; i++)
            step.Learn(batch, Rate);
        ModelFolder.Save(model, Path.Combine(folder, "model"));
        WriteOutputs(model, folder, batch.Images, batchSize, size);
        Train(model, ComputePrecision.Float32);
        double loss = step.Measure(batch);
        Train(model, ComputePrecision.Auto);
        SideBySide.Print(new
        {
            model.ParameterCount,
            model.TotalParameterCount,
            GigaflopPerStep = 3 * model.Summary.FlopPerPixel * batchSize * size * size / 1e9,
            Loss = loss,
            Precision = $"{model.Network.ComputeType}",
        });
        while (Console.In.ReadLine()?.Split(' ') is { } line)
        {
            switch (line)
            {
                case ["learn", var count]:
                    Train(model, ComputePrecision.Auto);
                    var before = Process.GetCurrentProcess().TotalProcessorTime;
                    double[] times = Repeat(SideBySide.Parse(count), () => step.Learn(batch, Rate));
                    var used = Process.GetCurrentProcess().TotalProcessorTime - before;
                    SideBySide.Print(new { Milliseconds = times, ProcessorMilliseconds = used.TotalMilliseconds / times.Length });
                    break;
                case ["peak", var type, var count]:
                    SideBySide.Print(MeasurePeak(Enum.Parse<ScalarType>(type), SideBySide.Parse(count)));
                    break;
                default:
                    throw new ArgumentException($"'{string.Join(' ', line)}' is no order.");
            }
        }
    }

    private static void Train(SegmentationModel model, ComputePrecision precision)
    {
        model.Network.train();
        model.Network.ComputeType = ComputeSupport.Choose(model.Network.Convolutions, precision, ComputeDevice.Cpu, trains: true).Type;
    }

    private static TrainingBatch ReadBatch(ModelSpecification specification, string folder, int count, int size)
    {
        var targets = specification.GetSchema().Maps.Zip(MapNames)
            .ToDictionary(pair => pair.First, pair => SideBySide.Read<float>(Path.Combine(folder, pair.Second)));
        return new TrainingBatch(size, [.. Enumerable.Repeat("crop", count)], SideBySide.Read<float>(Path.Combine(folder, "images.raw")), [], targets);
    }

    private static void WriteOutputs(SegmentationModel model, string folder, float[] images, int count, int size)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        model.Network.eval();
        var outputs = model.Network.forward(tensor(images, [count, 1, size, size]));
        for (int i = 0; i < outputs.Length; i++)
            File.WriteAllBytes(Path.Combine(folder, $"output{i}.raw"), outputs[i].contiguous().bytes);
    }

    /// <summary>GFLOP/s of a 3x3 convolution of 256 channels to as many at 64x64, 8 images, in the layout of our networks.</summary>
    private static double MeasurePeak(ScalarType type, int repeats)
    {
        const long Images = 8, Channels = 256, Size = 64, Kernel = 3;
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var input = ChannelsLast.Convert(randn(Images, Channels, Size, Size).to(type));
        var weight = ChannelsLast.Convert(randn(Channels, Channels, Kernel, Kernel).to(type));
        double least = Repeat(repeats, () => nn.functional.conv2d(input, weight, padding: [1, 1]).Dispose()).Min();
        return 2.0 * Images * Channels * Channels * Size * Size * Kernel * Kernel / least / 1e6;
    }

    /// <summary>The time of each call in milliseconds.</summary>
    private static double[] Repeat(int count, Action action)
    {
        var times = new double[count];
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        return times;
    }
}
