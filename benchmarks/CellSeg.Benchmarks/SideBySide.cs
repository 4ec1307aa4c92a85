using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using CellSeg.Evaluation;
using CellSeg.Evaluation.Matching;
using CellSeg.Evaluation.Properties;
using CellSeg.Imaging;
using CellSeg.Models;
using CellSeg.Models.Specifications;
using TorchSharp;

namespace CellSeg.Benchmarks;

/// <summary>
/// Our side of the Python scripts in benchmarks/python. Pixels come as raw little-endian int32 or float32 files, results
/// go to standard output as JSON.
/// </summary>
internal static class SideBySide
{
    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>TRUTH PREDICTION HEIGHT WIDTH REPEATS: times of the plain and of the detailed evaluation, in ms, and the result.</summary>
    public static void Evaluate(string[] args)
    {
        int height = Parse(args[2]), width = Parse(args[3]), repeats = Parse(args[4]);
        var truth = new LabelImage(height, width, Read<int>(args[0]));
        var prediction = new LabelImage(height, width, Read<int>(args[1]));
        var detailed = new EvaluationOptions { Detailed = true };
        var plainTimes = Time(() => SegmentationEvaluator.Evaluate(truth, prediction), repeats);
        double peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
        var detailedTimes = Time(() => SegmentationEvaluator.Evaluate(truth, prediction, detailed), repeats);
        Print(new
        {
            PlainMilliseconds = plainTimes,
            DetailedMilliseconds = detailedTimes,
            PeakMegabytes = peak,
            Result = SegmentationEvaluator.Evaluate(truth, prediction, detailed),
        });
    }

    /// <summary>LABELS HEIGHT WIDTH [PLANES]: the time in ms and the properties of every cell.</summary>
    public static void Properties(string[] args)
    {
        var labels = new LabelImage(Parse(args[1]), Parse(args[2]), Read<int>(args[0]));
        float[] planes = args.Length > 3 ? Read<float>(args[3]) : [];
        var image = planes.Length == 0 ? null : new CellImage(planes.Length / labels.Pixels.Length, labels.Height, labels.Width, planes);
        var times = Time(() => CellProperties.Measure(labels, image), 5);
        Print(new { Milliseconds = times, Cells = CellProperties.Measure(labels, image) });
    }

    /// <summary>WEIGHTS FOLDER HEIGHT WIDTH [BACKBONE]: image.raw of the folder goes through the backbone, its levels come out as C1.raw … C5.raw.</summary>
    public static void Features(string[] args)
    {
        long height = Parse(args[2]), width = Parse(args[3]);
        var weights = PretrainedBackbone.Read(args[0]);
        var backbone = Enum.Parse<BackboneKind>(args.ElementAtOrDefault(4) ?? nameof(BackboneKind.MobileNetV2));
        using var model = new SegmentationModel(
            new ModelSpecification { Backbone = backbone, BackboneOptions = weights.Adapt(BackboneOptions.For(backbone)) });
        weights.LoadInto(model);
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var image = torch.tensor(Read<float>(Path.Combine(args[1], "image.raw")), [1, 3, height, width]);
        var levels = model.Network.Backbone.forward(image, torch.ScalarType.Float32);
        for (int i = 0; i < levels.Length; i++)
            File.WriteAllBytes(Path.Combine(args[1], $"C{i + 1}.raw"), levels[i].contiguous().bytes);
    }

    private static List<double> Time<T>(Func<T> measure, int repeats)
    {
        // Tiered compilation replaces the first code by better code after some calls and a moment; one long call is
        // its own warm-up.
        var warmUp = Stopwatch.StartNew();
        while (repeats > 1 && warmUp.ElapsedMilliseconds < 2000)
            measure();
        var times = new List<double>();
        for (int i = 0; i < repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            measure();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return times;
    }

    internal static void Print<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Json));

    internal static int Parse(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    internal static T[] Read<T>(string path) where T : unmanaged
    {
        using var stream = File.OpenRead(path);
        var values = new T[stream.Length / Marshal.SizeOf<T>()];
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
