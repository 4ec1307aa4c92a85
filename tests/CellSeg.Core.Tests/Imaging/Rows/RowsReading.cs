using System.Runtime.InteropServices;
using CellSeg.Imaging;
using CellSeg.Imaging.Rows;

namespace CellSeg.Core.Tests.Imaging.Rows;

/// <summary>Reads images by their rows.</summary>
internal static class RowsReading
{
    /// <summary>The image that bands of so many rows make, read twice from the top.</summary>
    public static CellImage ReadBands(this IImageRows image, int rows)
    {
        var whole = new CellImage(image.Channels, image.Height, image.Width, new float[image.Channels * image.Height * image.Width])
        {
            ChannelNames = image.ChannelNames,
        };
        for (int pass = 0; pass < 2; pass++)
        {
            Array.Fill(whole.Pixels, float.NaN);
            for (int top = 0; top < image.Height; top += rows)
            {
                int count = Math.Min(rows, image.Height - top);
                var band = new float[image.Channels * count * image.Width];
                image.ReadRows(top, count, band);
                for (int c = 0; c < image.Channels; c++)
                    band.AsSpan(c * count * image.Width, count * image.Width).CopyTo(whole.Plane(c)[(top * image.Width)..]);
            }
        }
        return whole;
    }

    /// <summary>That bands of 1, 7, 64 and all rows are a whole image to the bit.</summary>
    public static void AssertBands(CellImage whole, IImageRows rows)
    {
        foreach (int count in (int[])[1, 7, 64, whole.Height])
            AssertSame(whole, rows.ReadBands(count));
    }

    public static void AssertSame(CellImage expected, CellImage image)
    {
        Assert.Equal((expected.Channels, expected.Height, expected.Width), (image.Channels, image.Height, image.Width));
        Assert.Equal(expected.ChannelNames, image.ChannelNames);
        Assert.True(MemoryMarshal.AsBytes(expected.Pixels.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(image.Pixels.AsSpan())), "The values differ.");
    }
}
