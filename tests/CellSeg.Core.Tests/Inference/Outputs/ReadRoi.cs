using System.Buffers.Binary;
using CellSeg.Core.Tests.Imaging.Regions;
using CellSeg.Imaging.Regions;

namespace CellSeg.Core.Tests.Inference.Outputs;

/// <summary>A region read by the format of ImageJ's <c>RoiDecoder</c>: traced outlines and composites.</summary>
internal sealed record ReadRoi(string Name, int Type, (int Top, int Left, int Bottom, int Right) Box, IReadOnlyList<IReadOnlyList<PixelCorner>> Rings)
{
    public static ReadRoi Parse(string name, byte[] file)
    {
        Assert.Equal("Iout"u8, file.AsSpan(0, 4));
        Assert.InRange(Short(4), 217, 228);
        var (top, left, bottom, right) = (Short(8), Short(10), Short(12), Short(14));
        int corners = Short(16), composite = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(36)), type = file[6];
        // No second header, no options.
        Assert.All(file[40..64], value => Assert.Equal(0, value));
        Assert.Equal(64 + (4 * corners) + (4 * composite), file.Length);
        var rings = composite > 0 ? ReadComposite() : [ReadTraced()];
        return new ReadRoi(name, type, (top, left, bottom, right), rings);

        IReadOnlyList<PixelCorner> ReadTraced()
            => [.. Enumerable.Range(0, corners).Select(i => new PixelCorner(left + Short(64 + (2 * i)), top + Short(64 + (2 * (corners + i)))))];

        List<IReadOnlyList<PixelCorner>> ReadComposite()
        {
            var found = new List<IReadOnlyList<PixelCorner>>();
            var ring = new List<int>();
            for (int at = 64; at < file.Length;)
            {
                int step = (int)Float(ref at);
                if (step == 4)
                {
                    found.Add(RingFill.Ring(ring));
                    ring.Clear();
                    continue;
                }
                // The first step of a ring goes to a corner, others are lines.
                Assert.Equal(ring.Count == 0 ? 0 : 1, step);
                ring.Add((int)Float(ref at));
                ring.Add((int)Float(ref at));
            }
            Assert.Empty(ring);
            return found;
        }

        int Short(int at) => BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));

        float Float(ref int at)
        {
            at += 4;
            return BinaryPrimitives.ReadSingleBigEndian(file.AsSpan(at - 4));
        }
    }
}
