using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CellSeg.Models.Serialization;

namespace CellSeg.Core.Tests.Models.Networks;

/// <summary>
/// The state of torchvision's resnet50 by rule: its names, in their order, and its shapes. benchmarks/python/features/check_resnet50.py asks
/// torchvision itself and makes the same weights.
/// </summary>
internal static class TorchvisionResNet50
{
    private static readonly (int Blocks, int Width)[] Stages = [(3, 64), (4, 128), (6, 256), (3, 512)];

    /// <summary>Names and shapes.</summary>
    /// <param name="widening">How much wider the inner convolutions of a block are: 2 in wide_resnet50_2, which has the same names.</param>
    public static IEnumerable<(string Name, long[] Shape)> GetTensors(int widening = 1)
    {
        yield return ("conv1.weight", [64, 3, 7, 7]);
        foreach (var tensor in Norm("bn1", 64))
            yield return tensor;
        long inputs = 64;
        for (int stage = 0; stage < Stages.Length; stage++)
        {
            for (int block = 0; block < Stages[stage].Blocks; block++)
            {
                long outputs = 4 * Stages[stage].Width;
                foreach (var tensor in Block($"layer{stage + 1}.{block}", inputs, widening * Stages[stage].Width, outputs))
                    yield return tensor;
                inputs = outputs;
            }
        }
        yield return ("fc.weight", [1000, 2048]);
        yield return ("fc.bias", [1000]);
    }

    /// <summary>What tells two lists of names and shapes apart.</summary>
    public static string Hash(IEnumerable<(string Name, long[] Shape)> tensors)
    {
        string text = string.Concat(tensors.Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Weights that are the same everywhere: numbers of a hash, scaled so that features neither vanish nor grow without end.</summary>
    public static Dictionary<string, SafetensorsTensor> MakeWeights(int widening = 1)
        => GetTensors(widening).Index().ToDictionary(part => part.Item.Name, part => Fill((uint)part.Index, part.Item.Name, part.Item.Shape));

    private static IEnumerable<(string, long[])> Block(string name, long inputs, long width, long outputs)
    {
        (string, long[])[] tensors =
        [
            ($"{name}.conv1.weight", [width, inputs, 1, 1]), .. Norm($"{name}.bn1", width),
            ($"{name}.conv2.weight", [width, width, 3, 3]), .. Norm($"{name}.bn2", width),
            ($"{name}.conv3.weight", [outputs, width, 1, 1]), .. Norm($"{name}.bn3", outputs),
        ];
        return inputs == outputs ? tensors : [.. tensors, ($"{name}.downsample.0.weight", [outputs, inputs, 1, 1]), .. Norm($"{name}.downsample.1", outputs)];
    }

    private static (string, long[])[] Norm(string name, long channels) =>
    [
        ($"{name}.weight", [channels]), ($"{name}.bias", [channels]), ($"{name}.running_mean", [channels]), ($"{name}.running_var", [channels]),
        ($"{name}.num_batches_tracked", []),
    ];

    private static SafetensorsTensor Fill(uint number, string name, long[] shape)
    {
        if (shape.Length == 0)
            return new SafetensorsTensor(SafetensorsType.Find("I64")!, shape, new byte[8]);
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        double limit = 2 * Math.Sqrt(6.0 / shape.Skip(1).Aggregate(1L, (product, size) => product * size));
        bool isScale = shape.Length == 1 && (name.EndsWith("running_var", StringComparison.Ordinal) || name.EndsWith("weight", StringComparison.Ordinal));
        for (int i = 0; i < values.Length; i++)
        {
            uint x = unchecked(((uint)i * 2654435761u) + (number * 0x9E3779B9u));
            x ^= x >> 16;
            x = unchecked(x * 2246822519u);
            x ^= x >> 13;
            double u = (x / 4294967296.0) - 0.5;
            values[i] = (float)(shape.Length == 4 ? u * limit : isScale ? 1 + (0.4 * u) : 0.2 * u);
        }
        return new SafetensorsTensor(SafetensorsType.Float32, shape, MemoryMarshal.AsBytes<float>(values).ToArray());
    }
}
