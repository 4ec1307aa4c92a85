using CellSeg.Imaging.Regions;

namespace CellSeg.Core.Tests.Imaging.Regions;

/// <summary>
/// Fills polygons whose sides run along pixel edges: a pixel is inside when a line from its centre to the left crosses an odd number
/// of sides.
/// </summary>
internal static class RingFill
{
    public static bool[] Fill(int height, int width, IEnumerable<IReadOnlyList<PixelCorner>> rings)
    {
        var mask = new bool[height * width];
        foreach (var ring in rings)
        {
            for (int i = 0; i < ring.Count; i++)
            {
                var (from, to) = (ring[i], ring[(i + 1) % ring.Count]);
                Assert.True((from.X == to.X) != (from.Y == to.Y), $"From {from} to {to} is no way along pixel edges.");
                if (from.X != to.X)
                    continue;
                for (int y = Math.Min(from.Y, to.Y); y < Math.Max(from.Y, to.Y); y++)
                {
                    for (int x = from.X; x < width; x++)
                        mask[(y * width) + x] ^= true;
                }
            }
        }
        return mask;
    }

    /// <summary>Corners from numbers x, y, x, y, …</summary>
    public static IReadOnlyList<PixelCorner> Ring(IReadOnlyList<int> numbers)
        => [.. Enumerable.Range(0, numbers.Count / 2).Select(i => new PixelCorner(numbers[2 * i], numbers[(2 * i) + 1]))];
}
