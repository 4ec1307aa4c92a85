using CellSeg.Models.Detection.Boxes;

namespace CellSeg.Models.Detection;

/// <summary>Which anchors learn which cells (docs/method.md, 3.4).</summary>
internal sealed class AnchorAssignment
{
    private const float PositiveOverlap = 0.5f, NegativeOverlap = 0.4f;

    private AnchorAssignment(int count) => (States, Codes) = (new AnchorState[count], new float[4 * count]);

    /// <summary>One an anchor.</summary>
    public AnchorState[] States { get; }

    /// <summary>The box of each anchor's cell, see <see cref="BoxCode"/>; zeros for those without one.</summary>
    public float[] Codes { get; }

    /// <summary>Assigns the cells of an image to its anchors.</summary>
    /// <param name="anchors">Four numbers each.</param>
    /// <param name="boxes">The boxes of the cells, four numbers each; may be empty.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="matchEveryCell">Whether the best anchor of a cell learns it whatever their overlap.</param>
    public static AnchorAssignment Create(ReadOnlySpan<float> anchors, ReadOnlySpan<float> boxes, int height, int width, bool matchEveryCell)
    {
        int anchorCount = anchors.Length / 4, boxCount = boxes.Length / 4;
        var result = new AnchorAssignment(anchorCount);
        var cells = new int[anchorCount];
        var bestOverlaps = new float[boxCount];
        var bestAnchors = new int[boxCount];
        for (int i = 0; i < anchorCount; i++)
        {
            var anchor = anchors.Slice(4 * i, 4);
            cells[i] = -1;
            if ((anchor[0] + anchor[2]) / 2 >= width || (anchor[1] + anchor[3]) / 2 >= height)
            {
                result.States[i] = AnchorState.Ignored;
                continue;
            }
            float best = 0;
            for (int j = 0; j < boxCount; j++)
            {
                float overlap = BoxOverlap.Measure(anchor, boxes.Slice(4 * j, 4), extra: 1);
                if (overlap > best)
                    (best, cells[i]) = (overlap, j);
                if (overlap > bestOverlaps[j])
                    (bestOverlaps[j], bestAnchors[j]) = (overlap, i);
            }
            result.States[i] = best >= PositiveOverlap ? AnchorState.Cell : best > NegativeOverlap ? AnchorState.Ignored : AnchorState.Background;
        }
        if (matchEveryCell)
        {
            for (int j = 0; j < boxCount; j++)
            {
                // A cell keeps its best anchor even when that suits another one better: it may have no second.
                if (bestOverlaps[j] > 0 && bestOverlaps[j] < PositiveOverlap)
                    (result.States[bestAnchors[j]], cells[bestAnchors[j]]) = (AnchorState.Cell, j);
            }
        }
        for (int i = 0; i < anchorCount; i++)
        {
            if (result.States[i] == AnchorState.Cell)
                BoxCode.Encode(anchors.Slice(4 * i, 4), boxes.Slice(4 * cells[i], 4), result.Codes.AsSpan(4 * i, 4));
        }
        return result;
    }
}
