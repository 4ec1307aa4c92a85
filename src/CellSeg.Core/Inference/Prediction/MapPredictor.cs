using CellSeg.Models;
using CellSeg.Schemas;
using static TorchSharp.torch;

namespace CellSeg.Inference.Prediction;

/// <summary>Puts the maps of a pixel-predicting network together tile by tile.</summary>
internal sealed class MapPredictor(SegmentationModel model, MapSchema schema, PredictorOptions? options) : FramePredictor(model, options)
{
    private PredictedMaps[] _frames = [];

    private protected override void Begin(int height, int width)
        => _frames = [.. Enumerable.Range(0, FramesPerClip).Select(_ => new PredictedMaps(
            schema, height, width, schema.Maps.ToDictionary(map => map, map => new float[map.TargetChannels * height * width])))];

    private protected override void Add(Tensor[] outputs, PredictedTile tile)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            int kept = schema.Maps[i].TargetChannels;
            float[] values = outputs[i].narrow(1, outputs[i].shape[1] - kept, kept).contiguous().cpu().data<float>().ToArray();
            for (int frame = 0; frame < _frames.Length; frame++)
            {
                for (int channel = 0; channel < kept; channel++)
                {
                    int plane = (frame * kept) + channel;
                    Copy(values.AsSpan(plane * tile.PaddedHeight * tile.PaddedWidth), tile, _frames[frame], _frames[frame].Maps[schema.Maps[i]], channel);
                }
            }
        }
    }

    private protected override IReadOnlyList<FramePrediction> End() => _frames;

    private static void Copy(ReadOnlySpan<float> source, PredictedTile tile, PredictedMaps frame, Span<float> target, int channel)
    {
        for (int y = 0; y < tile.Height; y++)
        {
            int row = (channel * frame.Height) + tile.Top + y;
            source.Slice(((y + tile.Halo) * tile.PaddedWidth) + tile.Halo, tile.Width).CopyTo(target[((row * frame.Width) + tile.Left)..]);
        }
    }
}
