namespace CellSeg.Datasets.Inspection.Fingerprints;

/// <summary>
/// The symmetries that make of planes of numbers the sequence that comes first in the order of numbers, the widest shape
/// before all else. Images that are turned or mirrored copies of each other have the same such sequence.
/// </summary>
internal static class CanonicalView
{
    /// <summary>Finds the symmetries; several only where the planes are symmetrical themselves.</summary>
    /// <param name="planes">Row-major planes, one after another.</param>
    /// <param name="size">The size of each.</param>
    public static IReadOnlyList<SquareSymmetry> Find(ReadOnlySpan<int> planes, FrameSize size)
    {
        var widest = new FrameSize(Math.Min(size.Height, size.Width), Math.Max(size.Height, size.Width));
        var left = SquareSymmetry.All.Where(symmetry => symmetry.Apply(size) == widest).ToList();
        int area = size.Height * size.Width;
        // Images differ from their mirror images within a few pixels, so that this hardly ever reads far.
        for (int plane = 0; plane < planes.Length; plane += area)
        {
            for (int row = 0; row < widest.Height && left.Count > 1; row++)
                KeepLowest(planes.Slice(plane, area), size, row, widest.Width, left);
        }
        return left;
    }

    private static void KeepLowest(ReadOnlySpan<int> plane, FrameSize size, int row, int width, List<SquareSymmetry> left)
    {
        Span<int> starts = stackalloc int[left.Count], steps = stackalloc int[left.Count];
        for (int i = 0; i < left.Count; i++)
        {
            var (first, down, right) = left[i].Read(size);
            (starts[i], steps[i]) = (first + (row * down), right);
        }
        for (int column = 0; column < width && left.Count > 1; column++)
        {
            int lowest = int.MaxValue;
            for (int i = 0; i < left.Count; i++)
                lowest = Math.Min(lowest, plane[starts[i] + (column * steps[i])]);
            for (int i = left.Count - 1; i >= 0; i--)
            {
                if (plane[starts[i] + (column * steps[i])] == lowest)
                    continue;
                left.RemoveAt(i);
                starts[(i + 1)..].CopyTo(starts[i..]);
                steps[(i + 1)..].CopyTo(steps[i..]);
            }
        }
    }
}
