using CellSeg.Imaging;
using CellSeg.Models;
using CellSeg.Schemas;
using static TorchSharp.torch;

namespace CellSeg.Inference.Prediction;

/// <summary>
/// Puts the maps of pixel-predicting networks together tile by tile. Those of several views and models are summed up where
/// they belong in the image, so that there is never more than one set of maps, and divided at the end.
/// </summary>
internal sealed class MapPredictor(IReadOnlyList<SegmentationModel> models, MapSchema schema, PredictorOptions? options) : FramePredictor(models, options)
{
    private PredictedMaps[] _frames = [];

    private protected override void Begin(int height, int width)
        => _frames = [.. Enumerable.Range(0, FramesPerClip).Select(_ => new PredictedMaps(
            schema, height, width, schema.Maps.ToDictionary(map => map, map => CellImage.Allocate(map.TargetChannels, height, width))))];

    private protected override void Add(Tensor[] outputs, PredictedTile tile)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            int kept = schema.Maps[i].TargetChannels;
            float[] values = outputs[i].narrow(1, outputs[i].shape[1] - kept, kept).contiguous().cpu().data<float>().ToArray();
            for (int frame = 0; frame < _frames.Length; frame++)
            {
                float[] map = _frames[frame].Maps[schema.Maps[i]];
                int size = map.Length / kept;
                for (int channel = 0; channel < kept; channel++)
                {
                    int plane = (frame * kept) + channel;
                    Add(values.AsSpan(plane * tile.PaddedHeight * tile.PaddedWidth), tile, map.AsSpan(channel * size, size));
                }
            }
        }
    }

    private protected override IReadOnlyList<FramePrediction> End()
    {
        int count = PassCount;
        foreach (float[] map in _frames.SelectMany(frame => frame.Maps.Values))
        {
            for (int i = 0; i < map.Length; i++)
                map[i] /= count;
        }
        return _frames;
    }

    private static void Add(ReadOnlySpan<float> source, PredictedTile tile, Span<float> target)
    {
        for (int y = 0; y < tile.Height; y++)
        {
            var row = source.Slice(((y + tile.Halo) * tile.PaddedWidth) + tile.Halo, tile.Width);
            for (int x = 0; x < row.Length; x++)
                target[tile.View.IndexOf(tile.Top + y, tile.Left + x)] += row[x];
        }
    }
}
