using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CellSeg.Imaging.Selection;
using CellSeg.Inference.Batches.Records;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Models;

namespace CellSeg.Inference.Batches;

/// <summary>What decides the cells that are found in a file: models and options.</summary>
internal sealed class BatchIdentity
{
    private const string Joint = " + ";

    private static readonly JsonSerializerOptions Json = new()
    {
        // An option that a later version has, and nobody has set, does not make the results of before others.
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
    };

    // Where results go is no part of them, and which there are is seen by the files.
    private static readonly string[] Free = [nameof(SegmenterOptions.DestinationPath), nameof(SegmenterOptions.Outputs), nameof(SegmenterOptions.Overwrite)];

    private readonly string _model, _hash;
    private readonly JsonObject _options;

    /// <summary>Describes how a segmenter segments.</summary>
    /// <param name="segmenter">The segmenter.</param>
    /// <param name="selection">What of the files it gets.</param>
    public BatchIdentity(CellSegmenter segmenter, ImageSelection selection)
    {
        _model = string.Join(Joint, segmenter.Models.Select(model => model.Name));
        _hash = string.Join(Joint, segmenter.Models.Select(ModelHash.Compute));
        _options = JsonSerializer.SerializeToNode(segmenter.Options, Json)!.AsObject();
        foreach (string name in Free)
            _options.Remove(name);
        var predictor = _options[nameof(SegmenterOptions.Predictor)]!.AsObject();
        predictor.Remove(nameof(PredictorOptions.ThreadCount));
        if (segmenter.HasNoTiles)
            predictor.Remove(nameof(PredictorOptions.TileSize));
        if (selection.Channels.Count > 0)
            _options[nameof(selection.Channels)] = string.Join(", ", selection.Channels);
        if (selection.Slice is { } slice)
            _options[nameof(selection.Slice)] = slice.ToString();
    }

    /// <summary>Writes into a line how its image was segmented.</summary>
    public BatchEntry Sign(BatchEntry entry) => entry with { Model = _model, ModelHash = _hash, Options = _options };

    /// <summary>Whether an image was segmented in the same way.</summary>
    public bool Matches(BatchEntry entry) => entry.ModelHash == _hash && JsonNode.DeepEquals(entry.Options, _options);
}
