using CellSeg.Decoding;
using CellSeg.Imaging;

namespace CellSeg.Inference.Prediction;

/// <summary>Boxes of a frame with a mask in each, best first.</summary>
/// <param name="Height">Rows of the image.</param>
/// <param name="Width">Columns of the image.</param>
/// <param name="Boxes">Left, top, right and bottom of each in pixels.</param>
/// <param name="Scores">How sure the network is of each, 0 to 1.</param>
/// <param name="Masks">MaskSide x MaskSide probabilities for each.</param>
/// <param name="MaskSide">Rows and columns of a mask.</param>
public sealed record PredictedDetections(int Height, int Width, float[] Boxes, float[] Scores, float[] Masks, int MaskSide) : FramePrediction
{
    /// <inheritdoc/>
    public override LabelImage Decode(DecoderOptions options)
        => new RetinaMaskDecoder(options.As<RetinaMaskDecoderOptions>()).Decode(Boxes, Scores, Masks, MaskSide, Height, Width);
}
