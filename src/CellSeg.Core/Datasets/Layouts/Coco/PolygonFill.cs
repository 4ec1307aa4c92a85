namespace CellSeg.Datasets.Layouts.Coco;

/// <summary>
/// The pixels of a polygon: those whose centre lies inside of it by the even-odd rule, where the pixel of row y and column
/// x is the square from (x, y) to (x + 1, y + 1).
/// </summary>
internal static class PolygonFill
{
    /// <summary>Gives the runs of pixels of each row.</summary>
    /// <param name="corners">x and y of each corner in turn, at least three corners; the last is joined to the first.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image; what lies outside is cut off.</param>
    /// <returns>Row, first column and one past the last column.</returns>
    public static IEnumerable<(int Row, int First, int End)> GetRuns(double[] corners, int height, int width)
    {
        double top = double.PositiveInfinity, bottom = double.NegativeInfinity;
        for (int i = 1; i < corners.Length; i += 2)
            (top, bottom) = (Math.Min(top, corners[i]), Math.Max(bottom, corners[i]));
        int firstRow = (int)Math.Clamp(Math.Ceiling(top - 0.5), 0, height), endRow = (int)Math.Clamp(Math.Ceiling(bottom - 0.5), 0, height);
        var crossings = new List<double>();
        for (int row = firstRow; row < endRow; row++)
        {
            Cross(corners, row + 0.5, crossings);
            for (int i = 0; i + 1 < crossings.Count; i += 2)
            {
                int first = Column(crossings[i], width), end = Column(crossings[i + 1], width);
                if (first < end)
                    yield return (row, first, end);
            }
        }
    }

    /// <summary>The first column whose centre is not left of a point.</summary>
    private static int Column(double x, int width) => (int)Math.Clamp(Math.Ceiling(x - 0.5), 0, width);

    /// <summary>Where the edges cross a horizontal line, from left to right. An edge owns its upper end, so that a corner counts once.</summary>
    private static void Cross(double[] corners, double y, List<double> crossings)
    {
        crossings.Clear();
        double x1 = corners[^2], y1 = corners[^1];
        for (int i = 0; i < corners.Length; i += 2)
        {
            double x2 = corners[i], y2 = corners[i + 1];
            if (y1 <= y != y2 <= y)
                crossings.Add(x1 + ((y - y1) / (y2 - y1) * (x2 - x1)));
            (x1, y1) = (x2, y2);
        }
        crossings.Sort();
    }
}
