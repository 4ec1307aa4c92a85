using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CellSeg.Imaging;

namespace CellSeg.Datasets.Inspection.Fingerprints;

/// <summary>Names planes of numbers by what is in them: SHA-256, so that different ones do not meet by chance.</summary>
internal static class ContentHash
{
    /// <summary>The hash of planes as a symmetry shows them.</summary>
    /// <param name="planes">Row-major planes, one after another.</param>
    /// <param name="size">The size of each.</param>
    /// <param name="view">How to look at them.</param>
    public static string OfPlanes(ReadOnlySpan<int> planes, FrameSize size, SquareSymmetry view)
    {
        using var hash = Begin(view.Apply(size));
        for (int plane = 0, area = size.Height * size.Width; plane < planes.Length; plane += area)
            Append(hash, planes.Slice(plane, area), size, view, _ => { });
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>
    /// The hash of cells as a symmetry shows them: ids are replaced by their order in it, so that it only matters which pixels
    /// belong together.
    /// </summary>
    /// <param name="labels">The cells.</param>
    /// <param name="view">How to look at them.</param>
    public static string OfLabels(LabelImage labels, SquareSymmetry view)
    {
        var size = new FrameSize(labels.Height, labels.Width);
        var numbers = new Dictionary<int, int> { [0] = 0 };
        using var hash = Begin(view.Apply(size));
        Append(hash, labels.Pixels, size, view, Renumber);
        return Convert.ToHexString(hash.GetHashAndReset());

        void Renumber(int[] line)
        {
            int last = 0, number = 0;
            foreach (ref int label in line.AsSpan())
            {
                if (label != last)
                {
                    last = label;
                    if (!numbers.TryGetValue(label, out number))
                        numbers[label] = number = numbers.Count;
                }
                label = number;
            }
        }
    }

    private static IncrementalHash Begin(FrameSize shown)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<int>([shown.Height, shown.Width]));
        return hash;
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<int> plane, FrameSize size, SquareSymmetry view, Action<int[]> change)
    {
        var shown = view.Apply(size);
        var (first, down, right) = view.Read(size);
        int[] line = new int[shown.Width];
        for (int row = 0; row < shown.Height; row++)
        {
            int at = first + (row * down);
            for (int column = 0; column < line.Length; column++)
                line[column] = plane[at + (column * right)];
            change(line);
            hash.AppendData(MemoryMarshal.AsBytes<int>(line));
        }
    }
}
