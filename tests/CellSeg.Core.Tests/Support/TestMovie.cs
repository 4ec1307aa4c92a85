using System.IO.Compression;
using CellSeg.Datasets;

namespace CellSeg.Core.Tests.Support;

/// <summary>
/// Files of images and labels of 40 x 40 pixels, written by libvips alone. Each page tells its number: an image by
/// <see cref="TestStack.Page"/>, labels by the ids of two cells, 2 n - 1 and 2 n.
/// </summary>
internal static class TestMovie
{
    public static string WriteImages(string path, params int[] numbers)
    {
        TestStack.Write(path, "", TestStack.Size, TestStack.Size, [.. numbers.Select(TestStack.Page)]);
        return path;
    }

    public static string WriteLabels(string path, params int[] numbers)
    {
        TestStack.Write(path, "", TestStack.Size, TestStack.Size, [.. numbers.Select(number => Cells(2 * number - 1, 2 * number))]);
        return path;
    }

    /// <summary>A page with a cell of 6 x 6 pixels for each label, from left to right.</summary>
    public static byte[] Cells(params int[] labels)
    {
        var page = new byte[TestStack.Size * TestStack.Size];
        for (int i = 0; i < labels.Length; i++)
        {
            for (int row = 20; row < 26; row++)
                page.AsSpan((row * TestStack.Size) + 1 + (8 * i), 6).Fill((byte)labels[i]);
        }
        return page;
    }

    /// <summary>The number of the image of each frame.</summary>
    public static int[] NumbersOf(CellMovie movie)
        => [.. Enumerable.Range(0, movie.FrameCount).Select(frame => (int)movie.ReadImage(frame).Pixels[^1])];

    /// <summary>The number of the labels of each frame.</summary>
    public static int[] LabelNumbersOf(CellMovie movie)
        => [.. Enumerable.Range(0, movie.FrameCount).Select(frame => movie.ReadLabels(frame).GetAreas().Keys.Max() / 2)];

    /// <summary>Packs a folder into an archive beside it.</summary>
    public static string Zip(string folder, bool withFolder = false)
    {
        ZipFile.CreateFromDirectory(folder, folder + ".zip", CompressionLevel.Fastest, withFolder);
        return folder + ".zip";
    }
}
