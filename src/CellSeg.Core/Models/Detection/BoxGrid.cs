namespace CellSeg.Models.Detection;

/// <summary>
/// The points at which the inside of a box is looked at: side x side of them, from the centre of its first pixel to
/// that of its last (docs/method.md, 3.7).
/// </summary>
internal static class BoxGrid
{
    /// <summary>A point's position along one axis, in pixels.</summary>
    /// <param name="start">First pixel of the box.</param>
    /// <param name="end">Pixel behind the last.</param>
    /// <param name="index">Which point, from 0.</param>
    /// <param name="side">How many points there are, at least 2.</param>
    public static float Position(float start, float end, int index, int side) => start + (index * (end - 1 - start) / (side - 1));

    /// <summary>Reads what a label image has in a box: 1 at a cell's pixels, 0 elsewhere, bilinearly between them.</summary>
    /// <param name="labels">Row-major.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="label">The cell.</param>
    /// <param name="box">Left, top, right, bottom.</param>
    /// <param name="side">Points a side.</param>
    /// <param name="mask">Receives side x side values.</param>
    public static void SampleMask(ReadOnlySpan<int> labels, int height, int width, int label, ReadOnlySpan<float> box, int side, Span<float> mask)
    {
        for (int i = 0; i < side; i++)
        {
            float y = Position(box[1], box[3], i, side);
            int top = (int)MathF.Floor(y);
            float fy = y - top;
            for (int j = 0; j < side; j++)
            {
                float x = Position(box[0], box[2], j, side);
                int left = (int)MathF.Floor(x);
                float fx = x - left;
                float upper = ((1 - fx) * At(labels, top, left)) + (fx * At(labels, top, left + 1));
                float lower = ((1 - fx) * At(labels, top + 1, left)) + (fx * At(labels, top + 1, left + 1));
                mask[(i * side) + j] = ((1 - fy) * upper) + (fy * lower);
            }
        }

        float At(ReadOnlySpan<int> pixels, int row, int column)
            => (uint)row < (uint)height && (uint)column < (uint)width && pixels[(row * width) + column] == label ? 1 : 0;
    }
}
