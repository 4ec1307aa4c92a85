using CellSeg.Imaging;

namespace CellSeg.Evaluation.Properties;

/// <summary>
/// Perimeters as <c>skimage.measure.perimeter</c> estimates them with 4-neighbours (Benkrid and Crookes, "Design and
/// FPGA implementation of a perimeter estimator"), for all cells of an image at once.
/// </summary>
internal static class Perimeter
{
    /// <summary>The perimeter of each cell, by its number.</summary>
    /// <param name="labels">The cells.</param>
    /// <param name="cells">The number of the cell at each pixel, -1 for background.</param>
    /// <param name="count">How many cells there are.</param>
    public static double[] Measure(LabelImage labels, int[] cells, int count)
    {
        int height = labels.Height, width = labels.Width;
        bool[] isBorder = FindBorders(labels);
        // Steps are counted and weighted at the end: a sum of whole numbers is the same in any order.
        var steps = new (int Straight, int Diagonal, int Mixed)[count];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                int i = (row * width) + column;
                if (!isBorder[i])
                    continue;
                int cell = cells[i];
                int sides = Count(row - 1, column) + Count(row + 1, column) + Count(row, column - 1) + Count(row, column + 1);
                int corners = Count(row - 1, column - 1) + Count(row - 1, column + 1)
                    + Count(row + 1, column - 1) + Count(row + 1, column + 1);
                switch (sides, corners)
                {
                    case (2 or 3, 0) or (2 or 3, 1) or (2 or 3, 2):
                        steps[cell].Straight++;
                        break;
                    case (0, 2) or (1, 3):
                        steps[cell].Diagonal++;
                        break;
                    case (1, 1) or (1, 2):
                        steps[cell].Mixed++;
                        break;
                }

                int Count(int y, int x) => (uint)y < (uint)height && (uint)x < (uint)width
                    && isBorder[(y * width) + x] && cells[(y * width) + x] == cell ? 1 : 0;
            }
        }
        return [.. steps.Select(step => step.Straight + (step.Diagonal * Math.Sqrt(2)) + (step.Mixed * (1 + Math.Sqrt(2)) / 2))];
    }

    /// <summary>The pixels of cells that have a 4-neighbour outside their cell or lie at the edge of the image.</summary>
    private static bool[] FindBorders(LabelImage labels)
    {
        bool[] isBorder = new bool[labels.Pixels.Length];
        for (int row = 0; row < labels.Height; row++)
        {
            for (int column = 0; column < labels.Width; column++)
            {
                isBorder[(row * labels.Width) + column] = labels[row, column] != 0
                    && (row == 0 || column == 0 || row == labels.Height - 1 || column == labels.Width - 1
                        || labels.IsEdge(row, column));
            }
        }
        return isBorder;
    }
}
