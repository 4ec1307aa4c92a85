using NetVips;

namespace CellSeg.Core.Tests.Support;

/// <summary>
/// TIFF files of pages of 40 x 40 pixels that each tell their number n, from 1: all pixels are n, but the upper half of
/// column n is 200, which a picture shows whatever its brightness.
/// </summary>
internal static class TestStack
{
    public const int Size = 40;

    private const byte Bright = 200;

    /// <summary>The page of a number.</summary>
    public static byte[] Page(int number)
    {
        byte[] page = [.. Enumerable.Repeat((byte)number, Size * Size)];
        for (int row = 0; row < Size / 2; row++)
            page[(row * Size) + number] = Bright;
        return page;
    }

    /// <summary>Writes a file of ImageJ with channels, slices and frames.</summary>
    public static string Write(string path, int channels, int slices, int frames)
    {
        int count = channels * slices * frames;
        string description = $"ImageJ=1.54f\nimages={count}\nchannels={channels}\nslices={slices}\nframes={frames}\nhyperstack=true\n";
        Write(path, description, Size, Size, [.. Enumerable.Range(1, count).Select(Page)]);
        return path;
    }

    /// <summary>Writes pages of 8 bits.</summary>
    public static void Write(string path, string description, int height, int width, byte[][] pages)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var all = Image.NewFromMemory(pages.SelectMany(page => page).ToArray(), width, height * pages.Length, 1, Enums.BandFormat.Uchar);
        using var described = all.Mutate(image =>
        {
            image.Set(GValue.GIntType, "page-height", height);
            if (description.Length > 0)
                image.Set(GValue.GStrType, "image-description", description);
        });
        described.Tiffsave(path);
    }

    /// <summary>The numbers of the pages that lie behind a picture: its bright columns, each enlarged to some pixels of its first row.</summary>
    /// <param name="row">The first row of the picture.</param>
    /// <param name="scale">Pixels a column.</param>
    public static IEnumerable<int> FindNumbers(ReadOnlySpan<float> row, int scale)
    {
        var numbers = new List<int>();
        for (int column = 0; column < Size; column++)
        {
            if (row[column * scale] > Bright / 2)
                numbers.Add(column);
        }
        return numbers;
    }
}
