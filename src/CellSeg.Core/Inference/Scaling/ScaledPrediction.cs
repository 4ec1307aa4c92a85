using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Inference.Prediction;

namespace CellSeg.Inference.Scaling;

/// <summary>What a network said of a frame with more or fewer pixels; its cells are those of the frame as it is.</summary>
/// <param name="Inner">What it said.</param>
/// <param name="Scale">Pixels that the network saw for each pixel of the frame, along each side.</param>
/// <param name="Height">Rows of the frame.</param>
/// <param name="Width">Columns of the frame.</param>
internal sealed record ScaledPrediction(FramePrediction Inner, double Scale, int Height, int Width) : FramePrediction
{
    /// <inheritdoc/>
    public override LabelImage Decode(DecoderOptions options)
    {
        // An area that was given is one of the frame's pixels.
        var scaled = options with { MinimumArea = (int)Math.Ceiling(options.MinimumArea * Scale * Scale) };
        return ImageScaler.Resize(Inner.Decode(scaled), Height, Width).Renumber();
    }
}
