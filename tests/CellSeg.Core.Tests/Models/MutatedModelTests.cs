using CellSeg.Core.Tests.Models.Serialization;
using CellSeg.Core.Tests.Support;
using CellSeg.Models;
using CellSeg.Models.Serialization;
using CellSeg.Models.Specifications;
using CellSeg.Numerics;

namespace CellSeg.Core.Tests.Models;

[Collection(nameof(TorchCollection))]
public sealed class MutatedModelTests : IDisposable
{
    private const int Count = 1000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_thousand_damaged_weight_files_are_refused_by_name_and_in_little_memory()
    {
        byte[] intact = WriteWeights();
        string path = _folder["damaged.safetensors"];
        var mutations = new SafetensorsMutations(intact, new RandomSource(1));
        AssertAllRefused(path, intact.Length, mutations.Make, () => SafetensorsFile.Read(path));
    }

    [Fact]
    public void A_thousand_damaged_settings_are_refused_by_name_and_in_little_memory()
    {
        string saved = _folder["model"], settings = _folder["model", "model.json"];
        using (var model = new SegmentationModel(new ModelSpecification { PyramidWidth = 32 }, "nuclei")
        {
            Training = new TrainingProvenance
            {
                Dataset = "d", MovieCount = 1, AnnotationCount = 2, Seed = 3, Epochs = 4,
                FinishedAt = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            },
        })
        {
            ModelFolder.Save(model, saved);
        }
        long size = Directory.EnumerateFiles(saved).Sum(file => new FileInfo(file).Length);
        var mutations = new ModelSettingsMutations(File.ReadAllText(settings), new RandomSource(1));
        AssertAllRefused(settings, size, mutations.Make, () => ModelFolder.Load(saved).Dispose());
    }

    [Fact]
    public void A_file_that_is_all_header_is_refused_in_little_memory()
    {
        // Two bytes a number, of which a document in memory would make dozens.
        string header = $$$"""{"x":{"dtype":"F32","shape":[{{{string.Join(',', Enumerable.Repeat(1, 200_000))}}}],"data_offsets":[0,4]}}""";
        string longName = $$$"""{"{{{new string('n', 400_000)}}}":{}}""";
        string path = _folder["header.safetensors"];
        foreach (string text in (string[])[header, longName])
        {
            byte[] file = [.. BitConverter.GetBytes((ulong)text.Length), .. System.Text.Encoding.UTF8.GetBytes(text), 0, 0, 0, 0];
            AssertAllRefused(path, file.Length, _ => file, () => SafetensorsFile.Read(path), count: 2);
        }
    }

    /// <summary>Each is an error that names the file or its neighbour, before anything was allocated for what the file claims.</summary>
    private static void AssertAllRefused(string path, long size, Func<int, byte[]> mutate, Action load, int count = Count)
    {
        for (int i = 0; i < count; i++)
        {
            byte[] damaged = mutate(i);
            File.WriteAllBytes(path, damaged);
            long before = GC.GetAllocatedBytesForCurrentThread();
            var error = Record.Exception(load);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (error is not CellSegException refusal)
            {
                Assert.Fail(
                    $"Number {i} gave {error?.ToString() ?? "no error"}: {System.Text.Encoding.Latin1.GetString(damaged[..Math.Min(3000, damaged.Length)])}");
            }
            else
                Assert.Equal(Path.GetDirectoryName(path), Path.GetDirectoryName(refusal.Target));
            // The first calls also compile code and fill caches.
            if (i > 0)
                Assert.True(allocated <= 4 * Math.Max(size, damaged.Length), $"Number {i} of {damaged.Length} bytes took {allocated} bytes.");
        }
    }

    /// <summary>Weights of all types in shapes of all ranks, so that each mutation finds what it wants.</summary>
    private byte[] WriteWeights()
    {
        var random = new RandomSource(7);
        var tensors = new Dictionary<string, SafetensorsTensor>();
        for (int i = 0; i < 40; i++)
        {
            var type = SafetensorsType.All[i % 4];
            long[] shape = [.. Enumerable.Range(0, i % 5).Select(_ => 2L + random.Next(6))];
            byte[] data = new byte[shape.Aggregate((long)type.Size, (product, size) => product * size)];
            Array.Fill(data, (byte)(100 + i));
            tensors[$"layer.{i}.weight"] = new SafetensorsTensor(type, shape, data);
        }
        string path = _folder["intact.safetensors"];
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string> { ["format"] = "pt" });
        return File.ReadAllBytes(path);
    }
}
