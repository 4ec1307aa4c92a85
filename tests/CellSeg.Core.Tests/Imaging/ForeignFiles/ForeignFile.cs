using CellSeg.Datasets;
using CellSeg.Imaging.Selection;

namespace CellSeg.Core.Tests.Imaging.ForeignFiles;

/// <summary>
/// Small files of other programs, which benchmarks/python/write_reading_cases.py lays beside the tests. Their pixels follow two
/// formulas: the field, whole numbers of 8 bits, and blocks of labels.
/// </summary>
internal static class ForeignFile
{
    public const int Height = 12, Width = 17;

    /// <summary>The number at each pixel of the field.</summary>
    public static IReadOnlyList<int> Field { get; } = [.. Enumerable.Range(0, Height * Width).Select(i => i * 37 % 256)];

    /// <summary>Nine blocks, ids 0 to 8.</summary>
    public static IReadOnlyList<int> Labels { get; } = [.. Enumerable.Range(0, Height * Width).Select(i => (i / Width / 4 * 3) + (i % Width / 6))];

    public static string Find(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "Cases", "files", .. parts]);

    /// <summary>The field with another scale, as float32.</summary>
    public static float[] Scaled(Func<int, double> scale) => [.. Field.Select(value => (float)scale(value))];

    /// <summary>The colours of a palette at each pixel, plane by plane.</summary>
    public static float[] Coloured(IReadOnlyList<int> numbers)
        => [.. numbers.Select(n => (float)(n * 91 % 256)), .. numbers.Select(n => 255f - n), .. numbers.Select(n => (float)(n * 7 % 256))];

    /// <summary>The slice of a number.</summary>
    public static ImageSelection Slice(int number) => new() { Slice = new SliceSelector(number) };

    public static CellSegException AssertRefused(string path, Action<string> read)
    {
        var error = Assert.Throws<CellSegException>(() => read(path));
        Assert.Equal(path, error.Target);
        return error;
    }

    public static CellSegException AssertNoImage(string path) => AssertRefused(path, file => CellMovie.Open(file).ReadImage());

    public static CellSegException AssertNoLabels(string path) => AssertRefused(path, file => CellMovie.OpenLabels(file).ReadLabels());
}
