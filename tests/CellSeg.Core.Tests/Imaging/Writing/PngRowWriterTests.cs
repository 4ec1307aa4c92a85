using CellSeg.Core.Tests.Support;
using CellSeg.Imaging.Writing;
using CellSeg.Numerics;
using NetVips;

namespace CellSeg.Core.Tests.Imaging.Writing;

public sealed class PngRowWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 5, 2)]
    [InlineData(300, 211, 64)]
    public void Rows_come_back_as_a_picture(int height, int width, int rowsPerBand)
    {
        string path = _folder["picture.png"];
        var random = new RandomSource(1);
        // Noise, so that the pixels need several chunks.
        byte[] pixels = [.. Enumerable.Range(0, height * width * 3).Select(_ => (byte)random.Next(256))];
        using (var png = new PngRowWriter(path, height, width))
        {
            foreach (byte[] band in pixels.Chunk(rowsPerBand * width * 3))
                png.Write(band);
        }
        var read = TestImages.Read(path);
        Assert.Equal((3, height, width), (read.Channels, read.Height, read.Width));
        for (int c = 0; c < 3; c++)
            Assert.Equal(pixels.Where((_, i) => i % 3 == c).Select(value => (float)value), read.Plane(c).ToArray());
        using var image = Image.Pngload(path, failOn: Enums.FailOn.Warning);
        Assert.Equal(pixels, image.WriteToMemory<byte>());
    }
}
