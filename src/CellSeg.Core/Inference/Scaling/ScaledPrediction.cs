using CellSeg.Decoding;
using CellSeg.Decoding.Steps;
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
    /// <summary>Cells with fewer pixels of the frame are removed; null keeps to the decoder's minimum, in pixels that the network saw.</summary>
    public int? MinimumArea { get; init; }

    /// <inheritdoc/>
    public override LabelImage Decode(DecoderOptions options)
    {
        var seen = Inner.Decode(MinimumArea is null ? options : options with { MinimumArea = 0 });
        var labels = ImageScaler.Resize(seen, Height, Width);
        LabelTable.Tidy(labels.Pixels, seen.MaxLabel, MinimumArea ?? 0);
        return labels;
    }
}
