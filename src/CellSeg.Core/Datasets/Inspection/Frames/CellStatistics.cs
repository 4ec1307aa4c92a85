using CellSeg.Evaluation.Inspection;
using CellSeg.Imaging;

namespace CellSeg.Datasets.Inspection.Frames;

/// <summary>What the cells of a frame come to.</summary>
internal sealed class CellStatistics
{
    private CellStatistics()
    {
    }

    /// <summary>Rows and columns of the label image.</summary>
    public required FrameSize Size { get; init; }

    /// <summary>Id and pixels of each cell, in ascending order of id.</summary>
    public required IReadOnlyList<(int Label, int Area)> Areas { get; init; }

    /// <summary>The areas in ascending order.</summary>
    public required int[] SortedAreas { get; init; }

    /// <summary>The ids of cells that lie in several pieces, in ascending order.</summary>
    public required IReadOnlyList<int> InPieces { get; init; }

    /// <summary>Cells of which a pixel touches one of another cell, by an edge or a corner.</summary>
    public int TouchingCount { get; private init; }

    /// <summary>Whether this looks like a grey image.</summary>
    public bool IsGreyImage { get; private init; }

    /// <summary>Whether this looks like a mask: an id stands for many pieces.</summary>
    public bool IsMask { get; private init; }

    /// <summary>How many pieces there are.</summary>
    public int PieceCount { get; private init; }

    /// <summary>How many cells there are.</summary>
    public int Count => Areas.Count;

    /// <summary>Measures a label image.</summary>
    public static CellStatistics Measure(LabelImage labels)
    {
        var pieces = LabelPieces.Count(labels);
        (int, int)[] areas = [.. labels.GetAreas().Select(cell => (cell.Key, cell.Value))];
        return new CellStatistics
        {
            Size = new FrameSize(labels.Height, labels.Width),
            Areas = areas,
            SortedAreas = [.. areas.Select(cell => cell.Item2).Order()],
            InPieces = [.. pieces.PiecesOfId.Where(id => id.Value > 1).Select(id => id.Key).Order()],
            TouchingCount = CountTouching(labels),
            IsGreyImage = pieces.IsGreyImage,
            IsMask = pieces.IsMask,
            PieceCount = pieces.PieceCount,
        };
    }

    private static int CountTouching(LabelImage labels)
    {
        var touching = new HashSet<int>();
        int width = labels.Width;
        int[] pixels = labels.Pixels;
        for (int row = 0; row < labels.Height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                int i = (row * width) + column, label = pixels[i];
                if (label == 0)
                    continue;
                if (column + 1 < width)
                    Look(label, pixels[i + 1]);
                if (row + 1 == labels.Height)
                    continue;
                Look(label, pixels[i + width]);
                if (column > 0)
                    Look(label, pixels[i + width - 1]);
                if (column + 1 < width)
                    Look(label, pixels[i + width + 1]);
            }
        }
        return touching.Count;

        void Look(int label, int other)
        {
            if (other == label || other == 0)
                return;
            touching.Add(label);
            touching.Add(other);
        }
    }
}
