using CellSeg.Core.Tests.Imaging.Regions;
using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Imaging.Tiff.Writing;
using CellSeg.Numerics;
using NetVips;

namespace CellSeg.Core.Tests.Imaging.Tiff;

public sealed class LabelTiffWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Path => _folder["a_labels.tif"];

    [Theory]
    [InlineData(1, 1, 1, false)]
    [InlineData(3, 700, 65535, false)]
    [InlineData(700, 300, 65536, false)]
    [InlineData(2, 70000, 9, false)]
    [InlineData(40, 60000, 9, false)]
    [InlineData(300, 600, 1, true)]
    [InlineData(512, 1024, 65535, true)]
    [InlineData(513, 511, 65536, true)]
    [InlineData(1030, 1300, int.MaxValue, true)]
    public void Labels_come_back_in_strips_and_in_tiles(int height, int width, int largest, bool isLarge)
    {
        var labels = CreateLabels(height, width, largest);
        LabelTiffWriter.Write(Path, labels, 0.325, isLarge ? 0 : long.MaxValue);
        var movie = CellMovie.OpenLabels(Path);
        Assert.Equal((1, 0.325), (movie.FrameCount, movie.PixelSize));
        Assert.Equal(labels.Pixels, movie.ReadLabels().Pixels);

        // libvips by itself.
        using var image = Image.Tiffload(Path);
        Assert.Equal((width, height, 1), (image.Width, image.Height, image.Bands));
        Assert.Equal(largest <= ushort.MaxValue ? Enums.BandFormat.Ushort : Enums.BandFormat.Uint, image.Format);
        // In pixels a millimetre.
        Assert.Equal((1000 / 0.325, 1000 / 0.325), (image.Xres, image.Yres), Close);
        using var numbers = image.Cast(Enums.BandFormat.Int);
        Assert.Equal(labels.Pixels, numbers.WriteToMemory<int>());
        Assert.Equal(isLarge, image.Contains("tile-width"));
        byte[] head = File.ReadAllBytes(Path)[..4];
        Assert.Equal([(byte)'I', (byte)'I', (byte)(isLarge ? 43 : 42), 0], head);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.1)]
    [InlineData(0.123456789012345)]
    [InlineData(1e-9)]
    [InlineData(123456.7)]
    [InlineData(1e30)]
    public void The_size_of_a_pixel_comes_back_in_all_its_digits(double? pixelSize)
    {
        LabelTiffWriter.Write(Path, new LabelImage(2, 3), pixelSize);
        Assert.Equal(pixelSize, CellMovie.OpenLabels(Path).PixelSize);
        Assert.Equal(pixelSize, CellMovie.Open(Path).PixelSize);
    }

    [Fact]
    public void The_description_is_ASCII_and_tells_what_an_OME_file_must()
    {
        LabelTiffWriter.Write(Path, new LabelImage(2, 3, [0, 0, 0, 0, 0, 70000]), 0.5);
        string text = ImageReader.Open(Path).Description;
        Assert.All(text, letter => Assert.InRange(letter, ' ', '~'));
        var ome = System.Xml.Linq.XElement.Parse(text);
        Assert.Equal("http://www.openmicroscopy.org/Schemas/OME/2016-06", ome.Name.NamespaceName);
        var pixels = Assert.Single(ome.Descendants(ome.Name.Namespace + "Pixels"));
        Assert.Equal(
            ["uint32", "3", "2", "1", "1", "1", "0.5", "0.5"],
            ((string[])["Type", "SizeX", "SizeY", "SizeC", "SizeZ", "SizeT", "PhysicalSizeX", "PhysicalSizeY"]).Select(name => pixels.Attribute(name)!.Value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void Rows_are_read_once_and_few_at_a_time(long largeFile)
    {
        var labels = new RecordedRows(CreateLabels(3000, 2000, 300));
        LabelTiffWriter.Write(Path, labels, null, largeFile);
        Assert.Equal(3000, labels.RowsRead);
        Assert.InRange(labels.MostRows, 1, 1100);
    }

    [Fact]
    public void The_same_labels_are_the_same_bytes()
    {
        var labels = CreateLabels(1000, 1100, 500);
        LabelTiffWriter.Write(Path, labels, 1, largeFile: 0);
        byte[] first = File.ReadAllBytes(Path);
        LabelTiffWriter.Write(Path, labels, 1, largeFile: 0);
        Assert.Equal(first, File.ReadAllBytes(Path));
    }

    private static bool Close((double X, double Y) expected, (double X, double Y) actual)
        => Math.Abs(expected.X - actual.X) < 1e-3 && Math.Abs(expected.Y - actual.Y) < 1e-3;

    /// <summary>Stretches of one id, as rows of cells have them, and noise; the last pixel has the largest id.</summary>
    private static LabelImage CreateLabels(int height, int width, int largest)
    {
        var random = new RandomSource(height);
        var labels = new LabelImage(height, width);
        for (int i = 0; i < labels.Pixels.Length; i++)
            labels.Pixels[i] = i > 0 && random.NextDouble() < 0.95 ? labels.Pixels[i - 1] : random.Next(Math.Min(largest, 70000));
        labels.Pixels[^1] = largest;
        return labels;
    }
}
