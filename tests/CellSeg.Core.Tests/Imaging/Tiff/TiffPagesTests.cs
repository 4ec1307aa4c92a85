using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Imaging;

namespace CellSeg.Core.Tests.Imaging.Tiff;

public sealed class TiffPagesTests : IDisposable
{
    private const int Unsigned = 1, Signed = 2, Float = 3;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Labels_saved_with_a_table_of_colours_are_the_numbers_and_not_the_colours(bool isLittleEndian)
    {
        string path = _folder.Write("palette.tif", CreatePalette(isLittleEndian));
        Assert.Equal(3, TestImages.Read(path).Channels);
        Assert.Equal([0, 7, 255, 7], TestImages.ReadLabels(path).Pixels);
    }

    [Theory]
    [InlineData(true, Unsigned)]
    [InlineData(true, Signed)]
    [InlineData(true, Float)]
    [InlineData(false, Unsigned)]
    [InlineData(false, Signed)]
    [InlineData(false, Float)]
    public void Labels_of_64_bits_are_read_exactly_and_what_is_none_is_refused(bool isLittleEndian, int format)
    {
        string path = WriteWide(isLittleEndian, format, 0, 1, 70000, int.MaxValue);
        Assert.Equal(1, ImageReader.Open(path).PageCount);
        Assert.Equal([0, 1, 70000, int.MaxValue], TestImages.ReadLabels(path).Pixels);
        path = WriteWide(isLittleEndian, format, 0, 1, (1L << 32) + 1, 1);
        var error = Assert.Throws<CellSegException>(() => TestImages.ReadLabels(path));
        Assert.Equal(path, error.Target);
        Assert.Contains("the value 4294967297 in row 1, column 0", error.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Signed, -3)]
    [InlineData(Float, -3)]
    [InlineData(Float, 1.000001)]
    [InlineData(Float, double.NaN)]
    public void Values_of_64_bits_that_are_no_labels_are_refused(int format, double value)
    {
        string path = WriteWide(true, format, 0, value, 0, 0);
        var refused = Assert.Throws<CellSegException>(() => TestImages.ReadLabels(path));
        Assert.Contains("row 0, column 1", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_speaks_of_its_own_file()
    {
        // Strips of LZW that end too soon.
        byte[] damaged = CreateTiff(true, [0x80, 0, 0x40], (258, 8), (259, 5));
        string First(string name) => Assert.Throws<CellSegException>(() => TestImages.Read(_folder.Write(name, damaged))).Reason;
        Assert.Equal(First("one.tif"), First("two.tif"));
    }

    [Fact]
    public void A_file_that_changes_while_it_is_open_is_refused()
    {
        string path = _folder.Write("movie.tif", CreateTiff(true, [1, 2, 3, 4], (258, 8)));
        var movie = CellMovie.Open(path);
        Assert.Equal([1, 2, 3, 4], movie.ReadImage().Pixels);
        File.WriteAllBytes(path, CreateTiff(true, [5, 6, 7, 8, 9], (258, 8)));
        Assert.Contains("changed", Assert.Throws<CellSegException>(() => movie.ReadImage()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_file_is_refused_by_name()
    {
        byte[] content = CreatePalette(isLittleEndian: true);
        // Up to the end of the directory; the table of colours behind it is not needed.
        for (int length = 0; length < content.Length - (3 * 256 * 2) - 4; length += 5)
        {
            string path = _folder.Write("palette.tif", content[..length]);
            Assert.Equal(path, Assert.Throws<CellSegException>(() => TestImages.ReadLabels(path)).Target);
        }
    }

    private string WriteWide(bool isLittleEndian, int format, params double[] values)
    {
        byte[] pixels = [.. values.SelectMany(value =>
        {
            byte[] bytes = BitConverter.GetBytes(format == Float ? BitConverter.DoubleToInt64Bits(value) : (long)value);
            return isLittleEndian ? bytes : bytes.Reverse();
        })];
        return _folder.Write("wide.tif", CreateTiff(isLittleEndian, pixels, (258, 64), (339, format)));
    }

    /// <summary>Bytes 0 7 255 7 whose table of colours makes every number another shade.</summary>
    private static byte[] CreatePalette(bool isLittleEndian)
        => CreateTiff(isLittleEndian, [0, 7, 255, 7], (258, 8), (262, 3), (320, 0));

    /// <summary>A TIFF of 2 x 2 pixels, not compressed, with fields of its own beside or in place of the usual ones.</summary>
    private static byte[] CreateTiff(bool isLittleEndian, byte[] pixels, params (int Tag, int Value)[] own)
    {
        const int PixelsAt = 8, TableLength = 3 * 256, TableTag = 320;
        (int Tag, int Value)[] usual = [(256, 2), (257, 2), (259, 1), (262, 1), (273, PixelsAt), (277, 1), (278, 2), (279, pixels.Length)];
        var fields = usual.ExceptBy(own.Select(field => field.Tag), field => field.Tag).Concat(own).OrderBy(field => field.Tag).ToList();
        int directory = PixelsAt + pixels.Length, table = directory + 2 + (fields.Count * 12) + 4;
        using var stream = new MemoryStream();
        void Write(int bytes, int value)
        {
            for (int i = 0; i < bytes; i++)
                stream.WriteByte((byte)(value >> (8 * (isLittleEndian ? i : bytes - 1 - i))));
        }
        stream.Write(isLittleEndian ? "II"u8 : "MM"u8);
        Write(2, 42);
        Write(4, directory);
        stream.Write(pixels);
        Write(2, fields.Count);
        foreach (var (tag, value) in fields)
        {
            bool isTable = tag == TableTag;
            Write(2, tag);
            Write(2, 3);
            Write(4, isTable ? TableLength : 1);
            Write(isTable ? 4 : 2, isTable ? table : value);
            Write(isTable ? 0 : 2, 0);
        }
        Write(4, 0);
        for (int i = 0; fields.Exists(field => field.Tag == TableTag) && i < TableLength; i++)
            Write(2, i * 85);
        return stream.ToArray();
    }
}
