using CellSeg.Imaging;
using CellSeg.Models.Detection;
using CellSeg.Models.Detection.Boxes;
using CellSeg.Models.Networks;
using CellSeg.Models.Specifications;
using CellSeg.Models.Torch;
using CellSeg.Targets;
using CellSeg.Training.Data;
using static TorchSharp.torch;

namespace CellSeg.Training.Losses;

/// <summary>
/// The loss of a RetinaMask network (thesis section 2.3; docs/method.md, 3.5): focal loss of the anchors' scores, smooth
/// L1 of their boxes, cross-entropy of the masks in the boxes that the network itself finds, and with several frames
/// the focal loss of the final scores.
/// </summary>
internal static class RetinaMaskLoss
{
    private const float DetectionScore = 0.05f, SuppressionOverlap = 0.5f, MatchingOverlap = 0.5f;

    /// <param name="network">Predicts masks.</param>
    /// <param name="specification">The graph of the network.</param>
    /// <param name="outputs">What the network gives for the batch's images.</param>
    /// <param name="batch">The true cells.</param>
    /// <param name="losses">The numbers of focal loss and smooth L1.</param>
    /// <param name="weights">The weights of the parts.</param>
    /// <returns>A single number.</returns>
    public static Tensor Compute(
        RetinaMaskNetwork network, ModelSpecification specification, Tensor[] outputs, TrainingBatch batch, LossOptions losses, LossWeights weights)
    {
        int size = batch.CropSize;
        var (scores, codes, features) = (outputs[0], outputs[1], outputs[2]);
        int frames = (int)scores.shape[0], count = (int)scores.shape[1];
        float[] anchors = AnchorGrid.Create(specification, size, size);
        var cells = new List<CellBox>[frames];
        var states = new float[frames * count];
        var targets = new float[frames * count * 4];
        for (int frame = 0; frame < frames; frame++)
        {
            cells[frame] = CellBoxes.Find(LabelsOf(batch, frame, size), size, size);
            var assignment = AnchorAssignment.Create(anchors, ToCorners(cells[frame]), size, size, specification.Detection.MatchEveryCell);
            for (int i = 0; i < count; i++)
                states[(frame * count) + i] = (float)assignment.States[i];
            assignment.Codes.CopyTo(targets, frame * count * 4);
        }
        var state = tensor(states, [frames, count], device: scores.device);
        var probabilities = scores.sigmoid();
        var loss = FocalLoss.Compute(probabilities, state, losses.FocalAlpha, losses.FocalGamma).Times(weights.Classification)
            .Plus(SmoothL1Loss.Compute(codes, tensor(targets, [frames, count, 4], device: codes.device), state, losses.SmoothL1Sigma).Times(weights.Boxes));

        var boxes = Propose(specification, probabilities, codes, anchors, cells, size);
        if (!specification.Detection.MasksTrainFeatures)
            features = features.detach();
        if (ComputeMaskLoss(network, features, batch, boxes, frames, size) is { } maskLoss)
            loss = loss.Plus(maskLoss.Times(weights.Masks));
        if (network.HasFinalScores && boxes.Count > 0)
            loss = loss.Plus(ComputeFinalLoss(network, features, boxes, cells.Sum(list => list.Count), losses).Times(weights.FinalScores));
        return loss;
    }

    /// <summary>Boxes to learn masks in: those that the network finds, without gradient, and the true ones.</summary>
    private static List<Proposal> Propose(
        ModelSpecification specification, Tensor probabilities, Tensor codes, float[] anchors, List<CellBox>[] cells, int size)
    {
        float[] allScores = probabilities.detach().cpu().data<float>().ToArray(), allCodes = codes.detach().cpu().contiguous().data<float>().ToArray();
        int count = anchors.Length / 4, limit = specification.Detection.MaskBoxesPerImage;
        var boxes = new float[anchors.Length];
        var proposals = new List<Proposal>();
        for (int frame = 0; frame < cells.Length; frame++)
        {
            float[] corners = ToCorners(cells[frame]);
            for (int i = 0; i < count; i++)
                BoxCode.Decode(anchors.AsSpan(4 * i, 4), allCodes.AsSpan(4 * ((frame * count) + i), 4), size, size, boxes.AsSpan(4 * i, 4));
            var found = NonMaximumSuppression.Select(boxes, allScores.AsSpan(frame * count, count), DetectionScore, SuppressionOverlap, limit);
            var ofFrame = found.Select(i => Match(frame, boxes[(4 * i)..((4 * i) + 4)], cells[frame], corners)).ToList();
            if (specification.Detection.TrainMasksOnTruth)
                ofFrame.AddRange(cells[frame].Select((cell, i) => new Proposal(frame, corners[(4 * i)..((4 * i) + 4)], cell.Label)));
            proposals.AddRange(ofFrame.Take(limit));
        }
        return proposals;
    }

    private static Proposal Match(int frame, float[] box, List<CellBox> cells, float[] corners)
    {
        float best = 0;
        int cell = -1;
        for (int i = 0; i < cells.Count; i++)
        {
            float overlap = BoxOverlap.Measure(box, corners.AsSpan(4 * i, 4));
            if (overlap > best)
                (best, cell) = (overlap, i);
        }
        return new Proposal(frame, box, best >= MatchingOverlap ? cells[cell].Label : 0);
    }

    /// <summary>The mean over the frames of the mean over their boxes with a cell; frames without any count as 0.</summary>
    private static Tensor? ComputeMaskLoss(RetinaMaskNetwork network, Tensor features, TrainingBatch batch, List<Proposal> proposals, int frames, int size)
    {
        Proposal[] boxes = [.. proposals.Where(proposal => proposal.Label > 0 && proposal.HasExtent)];
        if (boxes.Length == 0)
            return null;
        int area = MaskHead.OutputSide * MaskHead.OutputSide;
        var targets = new float[boxes.Length * area];
        for (int i = 0; i < boxes.Length; i++)
        {
            float[] box = boxes[i].Box;
            MaskTargets.Fill(
                LabelsOf(batch, boxes[i].Frame, size), size, size, boxes[i].Label, box[0], box[1], box[2], box[3], MaskHead.OutputSide,
                targets.AsSpan(i * area, area));
        }
        var boxesOfFrame = boxes.CountBy(box => box.Frame).ToDictionary();
        float[] weights = [.. boxes.Select(box => 1f / (boxesOfFrame[box.Frame] * frames))];
        var masks = network.PredictMasks(Crop(network, features, boxes));
        var target = tensor(targets, [boxes.Length, MaskHead.OutputSide, MaskHead.OutputSide], device: masks.device);
        var losses = nn.functional.binary_cross_entropy_with_logits(masks, target, reduction: nn.Reduction.None).mean([1, 2]);
        return (losses * tensor(weights, device: masks.device)).sum();
    }

    private static Tensor ComputeFinalLoss(RetinaMaskNetwork network, Tensor features, List<Proposal> boxes, int cellCount, LossOptions options)
    {
        var scores = network.PredictFinalScores(Crop(network, features, boxes)).sigmoid();
        var states = tensor(boxes.Select(box => box.Label > 0 ? 1f : 0f).ToArray(), device: scores.device);
        return FocalLoss.PerElement(scores, states, options.FocalAlpha, options.FocalGamma).sum().DividedBy(Math.Max(1, cellCount));
    }

    private static Tensor Crop(RetinaMaskNetwork network, Tensor features, IReadOnlyCollection<Proposal> boxes)
        => network.Crop(features, [.. boxes.SelectMany(box => box.Box)], [.. boxes.Select(box => box.Frame)]);

    private static ReadOnlySpan<int> LabelsOf(TrainingBatch batch, int frame, int size) => batch.Labels.AsSpan(frame * size * size, size * size);

    private static float[] ToCorners(List<CellBox> cells) => [.. cells.SelectMany(cell => (float[])[cell.Left, cell.Top, cell.Right, cell.Bottom])];

    /// <param name="Frame">The frame of the batch that it is in.</param>
    /// <param name="Box">Left, top, right, bottom.</param>
    /// <param name="Label">The cell in it; 0 when there is none.</param>
    private sealed record Proposal(int Frame, float[] Box, int Label)
    {
        public bool HasExtent => Box[2] > Box[0] && Box[3] > Box[1];
    }
}
