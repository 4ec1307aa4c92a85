namespace CellSeg.Evaluation.Properties;

/// <summary>
/// Perimeters as <c>skimage.measure.perimeter</c> estimates them with 4-neighbours (Benkrid and Crookes, "Design and
/// FPGA implementation of a perimeter estimator"), for all cells of an image at once.
/// </summary>
internal static class Perimeter
{
    /// <param name="cells">The number of the cell at each pixel, -1 for background.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="count">How many cells there are.</param>
    public static double[] Measure(int[] cells, int height, int width, int count)
    {
        bool[] isBorder = FindBorders(cells, height, width);
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
    private static bool[] FindBorders(int[] cells, int height, int width)
    {
        bool[] isBorder = new bool[cells.Length];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                int i = (row * width) + column, cell = cells[i];
                isBorder[i] = cell >= 0
                    && (row == 0 || column == 0 || row == height - 1 || column == width - 1
                        || cells[i - width] != cell || cells[i + width] != cell || cells[i - 1] != cell || cells[i + 1] != cell);
            }
        }
        return isBorder;
    }
}
