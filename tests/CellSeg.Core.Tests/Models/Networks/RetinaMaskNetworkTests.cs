using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Models;
using CellSeg.Models.Detection;
using CellSeg.Models.Detection.Boxes;
using CellSeg.Models.Networks;
using CellSeg.Models.Specifications;
using CellSeg.Numerics;
using CellSeg.Schemas;
using CellSeg.Training.Data;
using CellSeg.Training.Losses;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Models.Networks;

[Collection(nameof(TorchCollection))]
public sealed class RetinaMaskNetworkTests
{
    private const int Size = 64;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Outputs_have_a_row_for_each_anchor(int frames)
    {
        using var model = new SegmentationModel(Small(ModelPreset.Default) with { Temporal = new() { FramesPerBatch = frames } });
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var outputs = model.Network.forward(zeros(2 * frames, 1, Size, 96));
        int anchors = AnchorGrid.Create(model.Specification, Size, 96).Length / 4;
        Assert.Equal([2 * frames, anchors], outputs[0].shape);
        Assert.Equal([2 * frames, anchors, 4], outputs[1].shape);
        Assert.Equal([2 * frames, 16, 8, 12], outputs[2].shape);
        var network = (RetinaMaskNetwork)model.Network;
        var crops = network.Crop(outputs[2], [1, 2, 30, 40, 5, 5, 9, 9], [0, 1]);
        Assert.Equal([2, 16, 14, 14], crops.shape);
        Assert.Equal([2, 28, 28], network.PredictMasks(crops).shape);
        Assert.Equal(frames > 1, network.HasFinalScores);
        if (frames > 1)
            Assert.Equal([2], network.PredictFinalScores(crops).shape);
    }

    [Fact]
    public void Scores_start_at_one_in_a_hundred()
    {
        using var model = new SegmentationModel(Small(ModelPreset.Thesis));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var scores = model.Network.forward(zeros(1, 1, Size, Size))[0].sigmoid();
        Assert.InRange(scores.mean().item<float>(), 0.009f, 0.011f);
    }

    [Fact]
    public void A_crop_reads_the_map_as_if_its_pixels_were_repeated()
    {
        const int stride = 8, side = 14;
        using var scope = NewDisposeScope();
        var random = new RandomSource(1);
        var features = tensor([.. Enumerable.Range(0, 2 * 3 * 5 * 6).Select(_ => (float)random.NextDouble())], [2, 3, 5, 6]);
        var large = nn.functional.interpolate(features, scale_factor: [stride, stride], mode: InterpolationMode.Nearest);
        // The second box reaches beyond the image, where there is zero.
        float[] boxes = [3.2f, 4.7f, 31.5f, 20.1f, -6, 30, 12, 47];
        int[] images = [1, 0];
        var crops = BoxSampler.Crop(features, boxes, images, side, stride);
        for (int box = 0; box < 2; box++)
        {
            for (int i = 0; i < side; i++)
            {
                for (int j = 0; j < side; j++)
                {
                    float y = BoxGrid.Position(boxes[(4 * box) + 1], boxes[(4 * box) + 3], i, side),
                        x = BoxGrid.Position(boxes[4 * box], boxes[(4 * box) + 2], j, side);
                    Assert.Equal(Bilinear(large, images[box], 1, y, x), crops[box, 1, i, j].item<float>(), 1e-5f);
                }
            }
        }
    }

    [Theory]
    [InlineData(ModelPreset.Thesis, false)]
    [InlineData(ModelPreset.Default, true)]
    public void What_masks_teach_the_features(ModelPreset preset, bool expected)
    {
        var specification = Small(preset);
        specification = specification with { Detection = specification.Detection with { TrainMasksOnTruth = true } };
        using var model = new SegmentationModel(specification);
        using var scope = NewDisposeScope();
        var outputs = model.Network.forward(Images(1));
        // Without anchors' losses all gradient comes from the masks.
        outputs[0] = outputs[0].detach();
        outputs[1] = outputs[1].detach();
        TrainingLoss.Compute(model, outputs, Batch(1), new LossOptions(), new LossWeights()).backward();
        var named = model.Network.named_parameters();
        Assert.True(Magnitude(named.Where(pair => pair.name.StartsWith("masks.", StringComparison.Ordinal))) > 0);
        Assert.Equal(expected, Magnitude(named.Where(pair => pair.name.StartsWith("pyramid.", StringComparison.Ordinal))) > 0);

        static double Magnitude(IEnumerable<(string, TorchSharp.Modules.Parameter parameter)> parameters)
            => parameters.Sum(pair => pair.parameter.grad is { } grad ? grad.abs().sum().item<float>() : 0);
    }

    [Theory]
    [InlineData(1, TemporalMode.None)]
    [InlineData(3, TemporalMode.Gru)]
    public void A_few_steps_make_the_loss_smaller(int frames, TemporalMode mode)
    {
        using var model = new SegmentationModel(Small(ModelPreset.Default) with { Temporal = new() { FramesPerBatch = frames, Mode = mode } });
        using var optimizer = optim.Adam(model.Network.parameters(), 1e-3);
        var losses = new List<float>();
        model.Network.train();
        for (int step = 0; step < 12; step++)
        {
            using var scope = NewDisposeScope();
            var loss = TrainingLoss.Compute(model, model.Network.forward(Images(frames)), Batch(frames), new LossOptions(), new LossWeights());
            losses.Add(loss.item<float>());
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
        Assert.All(losses, loss => Assert.True(float.IsFinite(loss)));
        Assert.True(losses[^1] < 0.7 * losses[0], string.Join(", ", losses));
    }

    [Fact]
    public void An_image_without_cells_teaches_that_there_are_none()
    {
        using var model = new SegmentationModel(Small(ModelPreset.Default));
        using var scope = NewDisposeScope();
        var batch = new TrainingBatch(Size, ["empty"], new float[Size * Size], new int[Size * Size], new Dictionary<OutputMap, float[]>());
        var loss = TrainingLoss.Compute(model, model.Network.forward(zeros(1, 1, Size, Size)), batch, new LossOptions(), new LossWeights());
        Assert.InRange(loss.item<float>(), 1e-9f, 10);
        loss.backward();
    }

    [Fact]
    public void Each_part_of_the_loss_has_a_weight_and_its_numbers()
    {
        using var model = new SegmentationModel(
            Small(ModelPreset.Default) with { Temporal = new TemporalOptions { Mode = TemporalMode.Gru, FramesPerBatch = 3 } });
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var outputs = model.Network.forward(Images(3));
        var none = new LossWeights { Classification = 0, Boxes = 0, Masks = 0, FinalScores = 0 };
        double scores = Loss(none with { Classification = 1 }), boxes = Loss(none with { Boxes = 1 });
        double masks = Loss(none with { Masks = 1 }), final = Loss(none with { FinalScores = 1 });
        Assert.All([scores, boxes, masks, final], part => Assert.True(part > 0));
        Assert.Equal(0, Loss(none));
        Assert.Equal(scores + boxes + masks + final, Loss(new LossWeights()), 1e-4);
        Assert.Equal(
            (2 * scores) + (3 * boxes) + (4 * masks) + (5 * final),
            Loss(new LossWeights { Classification = 2, Boxes = 3, Masks = 4, FinalScores = 5 }), 1e-3);

        // Without focus the loss of each place is larger; the corners' one falls with sigma.
        Assert.True(Loss(none with { Classification = 1 }, new LossOptions { FocalGamma = 0 }) > scores);
        Assert.NotEqual(scores, Loss(none with { Classification = 1 }, new LossOptions { FocalAlpha = 0.5 }));
        Assert.True(Loss(none with { Boxes = 1 }, new LossOptions { SmoothL1Sigma = 1 }) < boxes);

        double Loss(LossWeights weights, LossOptions? losses = null)
            => TrainingLoss.Compute(model, outputs, Batch(3), losses ?? new LossOptions(), weights).item<float>();
    }

    private static ModelSpecification Small(ModelPreset preset) => ModelPresets.Create(preset, SegmentationSchema.RetinaMask) with { PyramidWidth = 16 };

    private static readonly int[] Labels = TestImages.Rectangles(Size, Size, (8, 8, 18, 16), (30, 36, 20, 20)).Pixels;

    private static Tensor Images(int frames)
        => tensor([.. Enumerable.Repeat(Labels, frames).SelectMany(labels => labels).Select(label => label > 0 ? 1f : 0f)], [frames, 1, Size, Size]);

    private static TrainingBatch Batch(int frames)
        => new(
            Size, [.. Enumerable.Repeat("cells", frames)], [], [.. Enumerable.Repeat(Labels, frames).SelectMany(labels => labels)],
            new Dictionary<OutputMap, float[]>());

    private static float Bilinear(Tensor image, int number, int channel, float y, float x)
    {
        int top = (int)MathF.Floor(y), left = (int)MathF.Floor(x);
        float sum = 0;
        for (int corner = 0; corner < 4; corner++)
        {
            int row = top + (corner / 2), column = left + (corner % 2);
            if (row >= 0 && row < image.shape[2] && column >= 0 && column < image.shape[3])
                sum += (1 - Math.Abs(y - row)) * (1 - Math.Abs(x - column)) * image[number, channel, row, column].item<float>();
        }
        return sum;
    }
}
