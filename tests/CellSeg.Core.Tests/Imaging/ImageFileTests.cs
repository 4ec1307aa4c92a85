using CellSeg.Core.Tests.Support;
using CellSeg.Files;
using CellSeg.Imaging;
using NetVips;

namespace CellSeg.Core.Tests.Imaging;

public sealed class ImageFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(65535, Enums.BandFormat.Ushort)]
    [InlineData(65536, Enums.BandFormat.Uint)]
    [InlineData(70000, Enums.BandFormat.Uint)]
    public void Labels_come_back_from_TIFF_in_the_smallest_type_that_holds_them(int label, Enums.BandFormat format)
    {
        string path = _folder["labels.tif"];
        var labels = new LabelImage(2, 3, [0, 1, label, 300, 0, label - 1]);
        ImageWriter.WriteLabels(path, labels);
        var read = TestImages.ReadLabels(path);
        Assert.Equal((2, 3), (read.Height, read.Width));
        Assert.Equal(labels.Pixels, read.Pixels);
        using var image = Image.NewFromFile(path);
        Assert.Equal(format, image.Format);
    }

    [Fact]
    public void Labels_as_whole_floats_are_read()
    {
        string path = _folder["labels.tif"];
        WriteFloats(path, height: 1, width: 3, [0, 2, 70000]);
        Assert.Equal([0, 2, 70000], TestImages.ReadLabels(path).Pixels);
    }

    [Theory]
    [InlineData(Enums.BandFormat.Char, sbyte.MaxValue)]
    [InlineData(Enums.BandFormat.Uchar, byte.MaxValue)]
    [InlineData(Enums.BandFormat.Short, short.MaxValue)]
    [InlineData(Enums.BandFormat.Ushort, ushort.MaxValue)]
    [InlineData(Enums.BandFormat.Int, int.MaxValue)]
    [InlineData(Enums.BandFormat.Uint, int.MaxValue)]
    [InlineData(Enums.BandFormat.Float, 1 << 24)]
    public void Labels_of_every_type_are_read_exactly(Enums.BandFormat format, int largest)
    {
        double[] values = [0, 1, largest - 1, largest];
        Assert.Equal(values.Select(value => (int)value), TestImages.ReadLabels(WriteTyped(format, values)).Pixels);
    }

    [Theory]
    [InlineData(Enums.BandFormat.Uint, 3e9)]
    [InlineData(Enums.BandFormat.Short, -1)]
    [InlineData(Enums.BandFormat.Int, int.MinValue)]
    public void What_is_no_label_is_refused_in_every_type(Enums.BandFormat format, double value)
    {
        string path = WriteTyped(format, [0, 1, value, 1]);
        var error = Assert.Throws<CellSegException>(() => TestImages.ReadLabels(path));
        Assert.Equal(path, error.Target);
        Assert.Contains(System.FormattableString.Invariant($"{value} in row 1, column 0"), error.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.5f)]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(3e7f)]
    public void A_label_that_is_none_is_named_by_row_and_column(float value)
    {
        string path = _folder["labels.tif"];
        WriteFloats(path, height: 3, width: 2, [0, 1, 1, 2, value, 0]);
        var error = Assert.Throws<CellSegException>(() => TestImages.ReadLabels(path));
        Assert.Equal(path, error.Target);
        Assert.Contains("row 2, column 0", error.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("picture.png", 8)]
    [InlineData("picture.png", 40)]
    [InlineData("picture.png", 2000)]
    [InlineData("labels.tif", 8)]
    [InlineData("labels.tif", 200)]
    [InlineData("labels.tif", 1000)]
    public void A_truncated_file_is_refused_by_name(string name, int length)
    {
        string path = _folder[name];
        if (name.EndsWith("png", StringComparison.Ordinal))
            ImageWriter.WriteRgb(path, 50, 50, NoiseRgb(50, 50));
        else
            ImageWriter.WriteLabels(path, new LabelImage(50, 50, [.. NoiseRgb(50, 50).Take(2500).Select(value => (int)value)]));
        byte[] content = File.ReadAllBytes(path);
        Assert.True(content.Length > length);
        File.WriteAllBytes(path, content[..length]);
        Assert.Equal(path, Assert.Throws<CellSegException>(() => TestImages.Read(path)).Target);
        Assert.Equal(path, Assert.Throws<CellSegException>(() => ImageReader.Open(content[..length], path).Read(0)).Target);
    }

    [Fact]
    public void A_missing_file_is_refused_by_name()
    {
        string path = _folder["none.tif"];
        Assert.Equal(path, Assert.Throws<CellSegException>(() => TestImages.Read(path)).Target);
        Assert.Equal(path, Assert.Throws<CellSegException>(() => TestImages.ReadLabels(path)).Target);
        Assert.Equal(path, Assert.Throws<CellSegException>(() => ImageReader.Open(path)).Target);
    }

    [Fact]
    public void A_page_that_is_not_there_is_refused()
    {
        string path = _folder["labels.tif"];
        ImageWriter.WriteLabels(path, new LabelImage(2, 2));
        Assert.Equal(1, ImageReader.Open(path).PageCount);
        Assert.Equal(path, Assert.Throws<CellSegException>(() => ImageReader.Open(path).Read(3)).Target);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Alpha_is_dropped(int colours)
    {
        string path = _folder["alpha.png"];
        byte[] pixels = [.. Enumerable.Range(0, 6 * (colours + 1)).Select(i => (byte)(i * 5))];
        using (var image = Image.NewFromMemory(pixels, 3, 2, colours + 1, Enums.BandFormat.Uchar))
        using (var typed = image.Copy(interpretation: colours == 1 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb))
            typed.Pngsave(path);
        var read = TestImages.Read(path);
        Assert.Equal((colours, 2, 3), (read.Channels, read.Height, read.Width));
        for (int c = 0; c < colours; c++)
            Assert.Equal(Enumerable.Range(0, 6).Select(i => (float)pixels[(i * (colours + 1)) + c]), read.Plane(c).ToArray());
    }

    [Fact]
    public void A_grey_picture_saved_as_RGB_comes_back_exactly()
    {
        string path = _folder["grey.png"];
        byte[] rgb = TestImages.GreyRgb(9, 31);
        ImageWriter.WriteRgb(path, 9, 31, rgb);
        var image = TestImages.Read(path);
        Assert.Equal(3, image.Channels);
        Assert.Equal(Enumerable.Range(0, 9 * 31).Select(i => (float)rgb[i * 3]), image.ToGrey().Pixels);
    }

    [Fact]
    public void Grey_is_the_luminance_of_three_channels_and_the_mean_of_others()
    {
        Assert.Equal(0.299f * 100, new CellImage(3, 1, 1, [100, 0, 0]).ToGrey().Pixels[0], 1e-4f);
        Assert.Equal(0.587f * 100, new CellImage(3, 1, 1, [0, 100, 0]).ToGrey().Pixels[0], 1e-4f);
        Assert.Equal(15, new CellImage(2, 1, 1, [10, 20]).ToGrey().Pixels[0]);
    }

    [Fact]
    public void A_written_file_leaves_no_temporary_file()
    {
        string path = _folder["new", "folder", "file.txt"];
        AtomicFile.Write(path, temporary => File.WriteAllText(temporary, "first"));
        AtomicFile.Write(path, temporary => File.WriteAllText(temporary, "second"));
        Assert.Equal("second", File.ReadAllText(path));
        Assert.Equal([path], Directory.EnumerateFiles(_folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }));
    }

    [Fact]
    public void A_writer_that_throws_leaves_the_old_file_and_no_other()
    {
        string path = _folder.Write("file.txt", "old");
        void Fail(string temporary, Exception e)
        {
            File.WriteAllText(temporary, "half");
            throw e;
        }
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, temporary => Fail(temporary, new InvalidOperationException())));
        Assert.Equal(path, Assert.Throws<CellSegException>(() => AtomicFile.Write(path, temporary => Fail(temporary, new IOException("disk full")))).Target);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder.Path, "*", new EnumerationOptions { AttributesToSkip = 0 }));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error_that_names_the_file()
    {
        _folder.Write("file", "this is in the way of a folder");
        string path = _folder["file", "labels.tif"];
        Assert.Equal(path, Assert.Throws<CellSegException>(() => ImageWriter.WriteLabels(path, new LabelImage(1, 1))).Target);
    }

    [Fact]
    public void A_picture_of_an_unknown_format_is_an_error_that_names_the_file()
    {
        string path = _folder["picture.nothing"];
        Assert.Equal(path, Assert.Throws<CellSegException>(() => ImageWriter.WriteRgb(path, 1, 1, [1, 2, 3])).Target);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    /// <summary>Writes an image of 2 x 2 in a type of its own.</summary>
    private string WriteTyped(Enums.BandFormat format, double[] values)
    {
        string path = _folder["typed.tif"];
        using var image = Image.NewFromMemory(values, 2, 2, 1, Enums.BandFormat.Double);
        using var typed = image.Cast(format);
        typed.Tiffsave(path);
        return path;
    }

    private static byte[] NoiseRgb(int height, int width)
        => [.. TestImages.Noise(height, width * 3, 1).Pixels.Select(value => (byte)(value * 255))];

    private static void WriteFloats(string path, int height, int width, float[] values)
    {
        using var image = Image.NewFromMemory(values, width, height, 1, Enums.BandFormat.Float);
        image.Tiffsave(path);
    }
}
