using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Imaging.Writing;
using NetVips;

namespace CellSeg.Core.Tests.Imaging.Writing;

public sealed class StackWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File => _folder["movie.tif"];

    [Theory]
    [InlineData(1, 1, 255, Enums.BandFormat.Uchar)]
    [InlineData(1, 1, 256, Enums.BandFormat.Ushort)]
    [InlineData(3, 1, 65535, Enums.BandFormat.Ushort)]
    [InlineData(1, 5, 255, Enums.BandFormat.Uchar)]
    [InlineData(2, 3, 65536, Enums.BandFormat.Float)]
    [InlineData(2, 3, 0.5f, Enums.BandFormat.Float)]
    [InlineData(1, 2, -1, Enums.BandFormat.Float)]
    [InlineData(1, 2, float.NaN, Enums.BandFormat.Float)]
    [InlineData(1, 2, float.PositiveInfinity, Enums.BandFormat.Float)]
    public void Images_come_back_from_the_smallest_type_that_holds_them(int channels, int frames, float value, Enums.BandFormat format)
    {
        var images = Enumerable.Range(0, frames).Select(frame => Whole(channels, 13, 17, frame)).ToList();
        images[^1].Pixels[^1] = value;
        StackWriter.WriteImages(File, frames, frame => images[frame], pixelSize: 0.325);

        var movie = CellMovie.Open(File);
        Assert.Equal((frames, "13 x 17"), (movie.FrameCount, $"{movie.ReadFrameSize()}"));
        Assert.Equal(0.325, movie.PixelSize);
        for (int frame = 0; frame < frames; frame++)
        {
            Assert.Equal(channels, movie.ReadImage(frame).Channels);
            Assert.Equal(images[frame].Pixels, movie.ReadImage(frame).Pixels);
        }
        // libvips by itself sees pages, channel by channel and frame by frame.
        using var pages = Image.Tiffload(File, n: -1);
        Assert.Equal((format, 17, 13 * frames * channels), (pages.Format, pages.Width, pages.Height));
        using var floats = pages.Cast(Enums.BandFormat.Float);
        Assert.Equal(images.SelectMany(image => image.Pixels), floats.WriteToMemory<float>());
    }

    [Theory]
    [InlineData(3, Enums.BandFormat.Ushort)]
    [InlineData(65535, Enums.BandFormat.Ushort)]
    [InlineData(65536, Enums.BandFormat.Uint)]
    [InlineData(int.MaxValue, Enums.BandFormat.Uint)]
    public void Labels_come_back_with_their_ids(int label, Enums.BandFormat format)
    {
        LabelImage[] labels = [new(2, 3, [0, 1, 2, 0, 1, 2]), new(2, 3, [0, label, label - 1, 0, 0, 0])];
        StackWriter.WriteLabels(File, 2, frame => labels[frame], pixelSize: null);
        var movie = CellMovie.OpenLabels(File);
        Assert.Null(movie.PixelSize);
        for (int frame = 0; frame < 2; frame++)
            Assert.Equal(labels[frame].Pixels, movie.ReadLabels(frame).Pixels);
        using var page = Image.Tiffload(File);
        Assert.Equal(format, page.Format);
    }

    [Fact]
    public void ImageJ_is_told_of_channels_frames_and_scale()
    {
        StackWriter.WriteImages(File, 3, frame => Whole(2, 8, 8, frame), pixelSize: 0.5);
        using var page = Image.Tiffload(File);
        string[] lines = ((string)page.Get("image-description")).Split('\n');
        Assert.StartsWith("ImageJ=", lines[0], StringComparison.Ordinal);
        string[] told = ["images=6", "channels=2", "slices=1", "frames=3", "hyperstack=true", "unit=micron", "pixel_size=0.5"];
        Assert.Subset(lines.ToHashSet(), told.ToHashSet());
        // In pixels a millimetre: 20 a centimetre in the file, whose unit the description says.
        Assert.Equal(0.2, page.Xres, 6);
    }

    [Theory]
    [InlineData(0.65)]
    [InlineData(0.1)]
    [InlineData(1.0 / 3)]
    [InlineData(12.345678901234567)]
    [InlineData(1e-3)]
    [InlineData(2500)]
    public void The_size_of_a_pixel_comes_back_in_all_its_digits(double size)
    {
        StackWriter.WriteLabels(File, 1, _ => new LabelImage(4, 4), size);
        Assert.Equal(size, CellMovie.OpenLabels(File).PixelSize);
        using var page = Image.Tiffload(File);
        Assert.Equal(size > 50 ? 1e3 : 1, page.Xres * 10 * size, 3);
        // Another resolution than the one that the line belongs to comes first.
        string other = _folder["other.tif"];
        page.Tiffsave(other, xres: page.Xres * 2, yres: page.Yres * 2, resunit: Enums.ForeignTiffResunit.Cm);
        Assert.Equal(1, CellMovie.OpenLabels(other).PixelSize!.Value * 2 / size, 6);
    }

    [Theory]
    [InlineData(1e9)]
    [InlineData(1e-12)]
    public void A_size_that_no_file_can_tell_is_refused(double size)
        => Assert.Throws<CellSegException>(() => StackWriter.WriteLabels(File, 1, _ => new LabelImage(4, 4), size));

    [Fact]
    public void Own_files_are_known_among_others()
    {
        StackWriter.WriteLabels(File, 1, _ => new LabelImage(4, 4), pixelSize: null);
        Assert.True(StackText.IsOwn(File));
        Assert.False(StackText.IsOwn(TestMovie.WriteImages(_folder["other.tif"], 1)));
        Assert.False(StackText.IsOwn(_folder.Write("text.tif", "no image")));
    }

    [Fact]
    public void Frames_of_different_sizes_are_refused_and_nothing_is_left_behind()
    {
        Assert.Throws<CellSegException>(() => StackWriter.WriteImages(File, 2, frame => Whole(1, 8, 8 + frame, frame), pixelSize: null));
        Assert.Throws<CellSegException>(() => StackWriter.WriteImages(File, 2, frame => Whole(1 + frame, 8, 8, frame), pixelSize: null));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path, "*", new EnumerationOptions { AttributesToSkip = 0 }));
    }

    [Fact]
    public void A_movie_larger_than_the_memory_that_it_takes_is_written()
    {
        const int Frames = 40, Side = 512;
        var frame = Whole(1, Side, Side, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        StackWriter.WriteImages(File, Frames, _ => frame, pixelSize: null);
        // 40 MB of float32 go by, and no array of even a tenth of it is made.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4L << 20);
        Assert.Equal(Frames, CellMovie.Open(File).FrameCount);
    }

    /// <summary>Whole numbers from 0 to 250, different in each channel and frame.</summary>
    private static CellImage Whole(int channels, int height, int width, int seed)
        => new(channels, height, width, Array.ConvertAll(TestImages.Noise(height, width, seed, channels).Pixels, value => MathF.Floor(value * 251)));
}
