using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Models.Specifications;

namespace CellSeg.Inference.Prediction;

/// <summary>Maps of a frame: one row-major float a pixel, class after class where a map has several.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Maps">The maps; of the foreground only the probability of being in a cell.</param>
public sealed record PredictedMaps(int Height, int Width, IReadOnlyDictionary<PredictedMap, float[]> Maps) : FramePrediction
{
    /// <inheritdoc/>
    public override LabelImage Decode(DecoderOptions options) => options switch
    {
        WatershedDecoderOptions watershed => new WatershedDecoder(watershed).Decode(
            Get(PredictedMap.InnerDistance, options), Get(PredictedMap.OuterDistance, options),
            Maps.TryGetValue(PredictedMap.Foreground, out float[]? foreground) ? foreground : [], Height, Width),
        PixelwiseDecoderOptions pixelwise => new PixelwiseDecoder(pixelwise).Decode(
            Get(PredictedMap.PixelClasses, options), CountClasses(PredictedMap.PixelClasses), Height, Width),
        DiscretisedWatershedDecoderOptions discretised => new DiscretisedWatershedDecoder(discretised).Decode(
            Get(PredictedMap.DistanceBins, options), CountClasses(PredictedMap.DistanceBins), Height, Width),
        _ => throw WrongOptions(options),
    };

    private float[] Get(PredictedMap map, DecoderOptions options)
        => Maps.TryGetValue(map, out float[]? values) ? values : throw WrongOptions(options);

    private int CountClasses(PredictedMap map) => Maps[map].Length / (Height * Width);
}
