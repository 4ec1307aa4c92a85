using System.Text.Json;
using CellSeg.Models.Serialization;

namespace CellSeg.Training.Checkpoints;

/// <summary>
/// A checkpoint as one safetensors file: its position is text in the file's metadata, so that the one rename that puts
/// the file in place replaces all of it at once, whenever the process is killed.
/// </summary>
internal static class CheckpointFile
{
    /// <summary>The name of the file in the folder of the model.</summary>
    public const string Name = "checkpoint.safetensors";

    private const int FormatVersion = 3;

    private const string VersionKey = "format_version", StateKey = "state";

    private const string WeightsPart = "weights/", FirstPart = "first-moment/", SecondPart = "second-moment/", AveragePart = "average/", BestPart = "best/";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectNullableAnnotations = true };

    /// <summary>Whether there is a checkpoint in a folder.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, Name));

    /// <exception cref="CellSegException">The file cannot be written; the one before it is still there.</exception>
    public static void Write(string folder, TrainingCheckpoint checkpoint)
    {
        var tensors = new Dictionary<string, SafetensorsTensor>();
        Add(WeightsPart, checkpoint.Weights);
        Add(FirstPart, checkpoint.First);
        Add(SecondPart, checkpoint.Second);
        Add(AveragePart, checkpoint.Average);
        if (checkpoint.Best is not null)
            Add(BestPart, checkpoint.Best);
        SafetensorsFile.Write(Path.Combine(folder, Name), tensors, new Dictionary<string, string>
        {
            [VersionKey] = $"{FormatVersion}",
            [StateKey] = JsonSerializer.Serialize(checkpoint.State, Json),
        });

        void Add(string part, IReadOnlyDictionary<string, SafetensorsTensor> source)
        {
            foreach (var (name, tensor) in source)
                tensors.Add(part + name, tensor);
        }
    }

    /// <exception cref="CellSegException">The file is damaged or of another version.</exception>
    public static TrainingCheckpoint Read(string folder)
    {
        string path = Path.Combine(folder, Name);
        var content = SafetensorsFile.Read(path);
        if (content.Metadata.GetValueOrDefault(VersionKey) is not { } version || !content.Metadata.TryGetValue(StateKey, out string? text))
            throw new CellSegException(path, "this is no checkpoint of a training", "Delete the file, or begin anew with another -CheckpointPath");
        if (version != $"{FormatVersion}")
        {
            throw new CellSegException(
                path, $"the checkpoint has version {version} of the format, this module reads {FormatVersion}",
                "Use the version of the module that began the training");
        }
        var best = Part(BestPart);
        return new TrainingCheckpoint(
            ReadState(text, path), Part(WeightsPart), Part(FirstPart), Part(SecondPart), Part(AveragePart), best.Count > 0 ? best : null);

        Dictionary<string, SafetensorsTensor> Part(string part) => content.Tensors
            .Where(pair => pair.Key.StartsWith(part, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[part.Length..], pair => pair.Value);
    }

    private static TrainingState ReadState(string text, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingState>(text, Json) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new CellSegException(path, $"the checkpoint's state cannot be read ({e.Message.TrimEnd('.')})", "Begin anew with another -CheckpointPath", e);
        }
    }
}
