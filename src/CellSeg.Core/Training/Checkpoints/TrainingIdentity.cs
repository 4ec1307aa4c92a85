using System.Text.Json;
using System.Text.Json.Serialization;
using CellSeg.Datasets;
using CellSeg.Models.Specifications;

namespace CellSeg.Training.Checkpoints;

/// <summary>
/// What decides a training's weights, as text by name: the graph, the data and the options. A training can only be
/// resumed as what it was.
/// </summary>
internal static class TrainingIdentity
{
    // They say how long, or where to: a training may be resumed with others.
    private static readonly string[] Free =
    [
        nameof(TrainingOptions.Epochs), nameof(TrainingOptions.TimeLimit), nameof(TrainingOptions.Patience), nameof(TrainingOptions.Resume),
        nameof(TrainingOptions.CheckpointPath), nameof(TrainingOptions.CheckpointInterval), nameof(TrainingOptions.CacheBytes),
    ];

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public static IReadOnlyDictionary<string, string> Describe(ModelSpecification specification, CellDatasetSplit split, TrainingOptions options)
    {
        var identity = JsonSerializer.SerializeToNode(options, Json)!.AsObject()
            .Where(pair => !Free.Contains(pair.Key))
            .ToDictionary(pair => pair.Key, pair => pair.Value?.ToJsonString() ?? "none");
        foreach (var (name, value) in JsonSerializer.SerializeToNode(specification, Json)!.AsObject())
            identity.Add($"Model.{name}", value?.ToJsonString() ?? "none");
        identity.Add("Training part", Describe(split.Training));
        identity.Add("Validation part", Describe(split.Validation));
        return identity;
    }

    /// <exception cref="CellSegException">The checkpoint is of another training.</exception>
    public static void Check(IReadOnlyDictionary<string, string> begun, IReadOnlyDictionary<string, string> wanted, string path)
    {
        foreach (string name in begun.Keys.Union(wanted.Keys))
        {
            string before = begun.GetValueOrDefault(name, "none"), now = wanted.GetValueOrDefault(name, "none");
            if (before != now)
                throw new CellSegException(path, $"the training that is to be resumed had {name} {before}, not {now}", "Resume with the same model, data and options, or begin anew in another folder");
        }
    }

    private static string Describe(CellDataset part)
    {
        // Names in their order, in few letters: a shuffle by another seed gives other frames.
        ulong hash = 14695981039346656037;
        foreach (char letter in part.Movies.SelectMany(movie => movie.Name + '\n'))
            hash = unchecked((hash ^ letter) * 1099511628211);
        return FormattableString.Invariant($"of {part.MovieCount} movies, {part.FrameCount} frames and {part.AnnotationCount} cells ({hash:x16})");
    }
}
