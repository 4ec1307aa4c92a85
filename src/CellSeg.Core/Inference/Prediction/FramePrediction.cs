using CellSeg.Decoding;
using CellSeg.Imaging;

namespace CellSeg.Inference.Prediction;

/// <summary>What a network said of one frame, from which cells can be made in more than one way.</summary>
public abstract record FramePrediction
{
    /// <summary>Makes cells of it.</summary>
    /// <param name="options">How; those of the network's schema.</param>
    /// <exception cref="CellSegException">The options are those of another schema.</exception>
    public abstract LabelImage Decode(DecoderOptions options);
}
