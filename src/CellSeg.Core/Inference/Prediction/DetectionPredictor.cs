using CellSeg.Decoding;
using CellSeg.Imaging;
using CellSeg.Inference.Prediction.Networks;
using CellSeg.Inference.Prediction.Views;
using CellSeg.Models;
using CellSeg.Models.Compute;
using CellSeg.Models.Detection;
using CellSeg.Models.Detection.Boxes;
using CellSeg.Models.Networks;
using static TorchSharp.torch;

namespace CellSeg.Inference.Prediction;

/// <summary>
/// Collects the detections of a RetinaMask network (docs/method.md, 3.6). A detection counts in the tile where its
/// box's centre lies, so that tiles neither lose nor double any; what is left of doubles at their seams goes in a last
/// suppression over the whole image.
/// </summary>
internal sealed class DetectionPredictor : FramePredictor
{
    // Mask heads are wide: so many boxes at once keep their maps within some hundred megabytes.
    private const int BoxesAtOnce = 64;

    // Networks that judge boxes once more do so for all that are not quite unlikely.
    private const float FirstScore = 0.05f;

    private readonly TiledNetwork _tiles;
    private readonly RetinaMaskNetwork _network;
    private readonly float? _minimumScore;
    private readonly DecoderOptions? _decoder;
    private List<Detection>[] _frames = [];
    private int _height, _width;

    public DetectionPredictor(SegmentationModel model, PredictorOptions? options, float? minimumScore, DecoderOptions? decoder)
        : base([model], options)
    {
        if (Options.TileSize is not null)
        {
            throw new CellSegException(
                nameof(PredictorOptions.TileSize), "RetinaMask models see images in tiles of one size, since detections depend on what is seen with them",
                "Leave it out for this model");
        }
        _tiles = new TiledNetwork(model, Options, keepsTiles: true);
        (_network, _minimumScore, _decoder) = ((RetinaMaskNetwork)model.Network, minimumScore, decoder);
    }

    /// <inheritdoc/>
    public override ComputeDevice Device => _tiles.Device;

    /// <inheritdoc/>
    public override string? Warning => _tiles.Warning;

    private RetinaMaskDecoderOptions Decoder => (RetinaMaskDecoderOptions)(_decoder ?? Model.Decoder);

    private protected override bool Retreat() => _tiles.Retreat();

    private protected override IReadOnlyList<FramePrediction> Predict(
        IReadOnlyList<CellImage> clip, Func<SegmentationModel, CellImage, CellImage> normalize, CancellationToken cancellationToken)
    {
        (_height, _width) = (clip[0].Height, clip[0].Width);
        _frames = [.. clip.Select(_ => new List<Detection>())];
        // Boxes of several views have no mean, so that there is but one.
        var view = ImageView.Create(TestTimeAugmentation.None, _height, _width)[0];
        _tiles.Run([.. clip.Select(image => normalize(Model, image))], view, Add, cancellationToken);
        return [.. _frames.Select(Combine)];
    }

    private void Add(Tensor[] outputs, PredictedTile tile)
    {
        float[] anchors = AnchorGrid.Create(Model.Specification, tile.PaddedHeight, tile.PaddedWidth);
        float[] scores = outputs[0].sigmoid().cpu().data<float>().ToArray(), codes = outputs[1].contiguous().cpu().data<float>().ToArray();
        int count = anchors.Length / 4;
        var boxes = new float[4 * count];
        for (int frame = 0; frame < FramesPerClip; frame++)
        {
            for (int i = 0; i < count; i++)
            {
                BoxCode.Decode(
                    anchors.AsSpan(4 * i, 4), codes.AsSpan(4 * ((frame * count) + i), 4), tile.PaddedHeight, tile.PaddedWidth,
                    boxes.AsSpan(4 * i, 4));
            }
            float minimum = _minimumScore ?? Decoder.ScoreThreshold;
            if (_network.HasFinalScores)
                minimum = Math.Min(minimum, FirstScore);
            var kept = NonMaximumSuppression.Select(
                boxes, scores.AsSpan(frame * count, count), minimum, Decoder.SuppressionThreshold, Decoder.MaximumDetections)
                .Where(i => IsInside(boxes.AsSpan(4 * i, 4), tile)).ToArray();
            foreach (int[] part in kept.Chunk(BoxesAtOnce))
            {
                AddDetections(
                    outputs[2], frame, [.. part.SelectMany(i => boxes[(4 * i)..((4 * i) + 4)])],
                    [.. part.Select(i => scores[(frame * count) + i])], tile);
            }
        }
    }

    private void AddDetections(Tensor features, int frame, float[] boxes, float[] scores, PredictedTile tile)
    {
        using var scope = NewDisposeScope();
        var crops = _network.Crop(features, boxes, [.. Enumerable.Repeat(frame, scores.Length)]);
        float[] masks = _network.PredictMasks(crops).sigmoid().contiguous().cpu().data<float>().ToArray();
        if (_network.HasFinalScores)
            scores = _network.PredictFinalScores(crops).sigmoid().cpu().data<float>().ToArray();
        int shiftX = tile.Left - tile.Halo, shiftY = tile.Top - tile.Halo, area = MaskHead.OutputSide * MaskHead.OutputSide;
        for (int i = 0; i < scores.Length; i++)
        {
            float[] box = [boxes[4 * i] + shiftX, boxes[(4 * i) + 1] + shiftY, boxes[(4 * i) + 2] + shiftX, boxes[(4 * i) + 3] + shiftY];
            _frames[frame].Add(new Detection(box, scores[i], masks.AsSpan(i * area, area).ToArray()));
        }
    }

    private static bool IsInside(ReadOnlySpan<float> box, PredictedTile tile)
    {
        float x = ((box[0] + box[2]) / 2) - tile.Halo, y = ((box[1] + box[3]) / 2) - tile.Halo;
        return x >= 0 && x < tile.Width && y >= 0 && y < tile.Height;
    }

    private PredictedDetections Combine(List<Detection> found)
    {
        float[] boxes = [.. found.SelectMany(detection => detection.Box)], scores = [.. found.Select(detection => detection.Score)];
        var kept = NonMaximumSuppression.Select(boxes, scores, float.NegativeInfinity, Decoder.SuppressionThreshold, Decoder.MaximumDetections);
        return new PredictedDetections(
            _height, _width,
            [.. kept.SelectMany(i => found[i].Box)], [.. kept.Select(i => found[i].Score)], [.. kept.SelectMany(i => found[i].Mask)],
            MaskHead.OutputSide);
    }

    private sealed record Detection(float[] Box, float Score, float[] Mask);
}
