using CellSeg.Imaging;
using CellSeg.Inference.Decoding;
using CellSeg.Models;

namespace CellSeg.Inference;

/// <summary>What a network said of an image: one row-major float a pixel for each map.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Maps">The maps; of the foreground the probability of being in a cell.</param>
public sealed record PredictedMaps(int Height, int Width, IReadOnlyDictionary<PredictedMap, float[]> Maps)
{
    /// <summary>Makes cells of a watershed network's maps.</summary>
    /// <param name="options">How.</param>
    public LabelImage Decode(WatershedDecoderOptions options)
        => new WatershedDecoder(options).Decode(
            Maps[PredictedMap.InnerDistance],
            Maps[PredictedMap.OuterDistance],
            Maps.TryGetValue(PredictedMap.Foreground, out float[]? foreground) ? foreground : [],
            Height, Width);
}
