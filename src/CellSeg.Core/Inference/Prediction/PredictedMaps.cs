using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Inference.Prediction.Windows;
using CellSeg.Schemas;

namespace CellSeg.Inference.Prediction;

/// <summary>Maps of a frame: one row-major float a pixel, class after class where a map has several.</summary>
/// <param name="Schema">What the maps are, and how cells are made of them.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Maps">Each map of the schema with its target channels.</param>
public sealed record PredictedMaps(MapSchema Schema, int Height, int Width, IReadOnlyDictionary<OutputMap, float[]> Maps) : FramePrediction
{
    /// <inheritdoc/>
    public override LabelImage Decode(DecoderOptions options)
    {
        var labels = new LabelImage(Height, Width);
        int done = 0;
        new WindowedDecoder(Schema, options).Decode(new MapsInMemory(this), rows =>
        {
            rows.CopyTo(labels.Pixels.AsSpan(done));
            done += rows.Length;
        }, CancellationToken.None);
        return labels;
    }
}
