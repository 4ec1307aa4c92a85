using System.IO.Hashing;
using System.Runtime.InteropServices;
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
    // As many as show another channel, slice or scale, which all frames have, without reading the whole data set once more.
    private const int MaximumFrames = 32;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Describes a training.</summary>
    /// <param name="specification">The graph.</param>
    /// <param name="split">The data.</param>
    /// <param name="options">The options, whose public properties count.</param>
    /// <param name="free">Names of options with which a training may be resumed though they were others when it began.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyDictionary<string, string> Describe<T>(
        ModelSpecification specification, CellDatasetSplit split, T options, IReadOnlyList<string> free, CancellationToken cancellationToken)
    {
        var identity = JsonSerializer.SerializeToNode(options, Json)!.AsObject()
            .Where(pair => !free.Contains(pair.Key))
            .ToDictionary(pair => pair.Key, pair => pair.Value?.ToJsonString() ?? "none");
        foreach (var (name, value) in JsonSerializer.SerializeToNode(specification, Json)!.AsObject())
            identity.Add($"Model.{name}", value?.ToJsonString() ?? "none");
        identity.Add("Training part", Describe(split.Training));
        identity.Add("Validation part", Describe(split.Validation));
        identity.Add("Pixels of the training part", HashFrames(split.Training, cancellationToken));
        identity.Add("Pixels of the validation part", HashFrames(split.Validation, cancellationToken));
        return identity;
    }

    /// <exception cref="CellSegException">The checkpoint is of another training.</exception>
    public static void Check(IReadOnlyDictionary<string, string> begun, IReadOnlyDictionary<string, string> wanted, string path)
    {
        foreach (string name in begun.Keys.Union(wanted.Keys))
        {
            string before = begun.GetValueOrDefault(name, "none"), now = wanted.GetValueOrDefault(name, "none");
            if (before != now)
            {
                throw new CellSegException(
                    path, $"the training that is to be resumed had {name} {before}, not {now}",
                    "Resume with the same model, data and options, or begin anew in another folder");
            }
        }
    }

    private static string Describe(CellDataset part)
    {
        // Names in their order, in few letters: a shuffle by another seed gives other frames.
        ulong hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes<char>(string.Concat(part.Movies.Select(movie => movie.Name + '\n')).AsSpan()));
        string text = FormattableString.Invariant($"of {part.MovieCount} movies, {part.FrameCount} frames and {part.AnnotationCount} cells ({hash:x16})");
        return part.Movies.Any(movie => movie.HasDarkCells) ? text + ", dark on bright ground" : text;
    }

    /// <summary>Names the images and labels of a part by what is in a sample of its frames; one that cannot be read has a name, too.</summary>
    private static string HashFrames(CellDataset part, CancellationToken cancellationToken)
    {
        var hash = new XxHash128();
        foreach (var (movie, frame) in FrameSample.Take(part, MaximumFrames))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var (image, labels) = (movie.ReadImage(frame), movie.ReadLabels(frame));
                hash.Append(MemoryMarshal.AsBytes<int>([image.Channels, image.Height, image.Width]));
                hash.Append(MemoryMarshal.AsBytes<float>(image.Pixels));
                hash.Append(MemoryMarshal.AsBytes<int>(labels.Pixels));
            }
            catch (CellSegException)
            {
                // Whoever learns from the frame reports it.
                hash.Append([0]);
            }
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
