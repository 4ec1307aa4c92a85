using System.Numerics;
using System.Runtime.Intrinsics;

namespace CellSeg.Imaging.Morphology.Runs;

/// <summary>The runs of a row of a mask, 64 pixels at a time.</summary>
internal static class MaskRuns
{
    private const int Step = 64;

    /// <summary>Adds the runs of a row.</summary>
    /// <param name="row">The row, 0 outside of the mask.</param>
    /// <param name="offset">The number of its first pixel.</param>
    /// <param name="runs">Receives the runs in order.</param>
    public static void Find(ReadOnlySpan<byte> row, int offset, RunList runs)
    {
        int start = -1;
        ulong last = 0;
        for (int x = 0; x < row.Length; x += Step)
        {
            ulong bits = x <= row.Length - Step ? ReadBits(row.Slice(x, Step)) : ReadBitsOfEnd(row[x..]);
            // Where a pixel differs from the one before it a run begins or ends, in turns.
            ulong changes = bits ^ ((bits << 1) | last);
            last = bits >> (Step - 1);
            for (; changes != 0; changes &= changes - 1)
            {
                int position = offset + x + BitOperations.TrailingZeroCount(changes);
                if (start < 0)
                {
                    start = position;
                    continue;
                }
                runs.Add(new RegionRun(start, position, runs.Count));
                start = -1;
            }
        }
        if (start >= 0)
            runs.Add(new RegionRun(start, offset + row.Length, runs.Count));
    }

    private static ulong ReadBits(ReadOnlySpan<byte> pixels)
        => ~Vector512.Equals(Vector512.Create(pixels), Vector512<byte>.Zero).ExtractMostSignificantBits();

    private static ulong ReadBitsOfEnd(ReadOnlySpan<byte> pixels)
    {
        ulong bits = 0;
        for (int i = 0; i < pixels.Length; i++)
            bits |= (pixels[i] == 0 ? 0UL : 1UL) << i;
        return bits;
    }
}
