using CellSeg.Core.Tests.Imaging.ForeignFiles;
using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Imaging.Selection;
using CellSeg.Imaging.Stacks;

namespace CellSeg.Core.Tests.Imaging.Rows;

public sealed class FrameRowsTests : IDisposable
{
    private const int Height = 37, Width = 29;

    private static readonly PlainTiffFile[] Layouts =
    [
        new(Height, Width),
        new(Height, Width) { StripRows = 5, IsBigEndian = true },
        new(Height, Width) { StripRows = 5, IsDeflated = true },
        new(Height, Width) { TileSize = 16 },
        new(Height, Width) { TileSize = 16, IsDeflated = true, IsBigEndian = true },
        new(Height, Width) { Samples = 3, StripRows = 4 },
        new(Height, Width) { Samples = 3, IsPlanar = true, StripRows = 6 },
        new(Height, Width) { Samples = 3, IsPlanar = true, TileSize = 16, IsDeflated = true },
        new(Height, Width) { Samples = 4, HasAlpha = true, Photometric = 2, IsBigEndian = true },
        new(Height, Width) { Photometric = 0, StripRows = 8 },
    ];

    private static readonly string Files = ForeignFile.Find();

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> ForeignFiles
        => [.. Directory.EnumerateFiles(Files, "*.tif*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Files, file)).Order()];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(8, 1)]
    [InlineData(8, 2)]
    [InlineData(16, 1)]
    [InlineData(16, 2)]
    [InlineData(16, 3)]
    [InlineData(32, 1)]
    [InlineData(32, 2)]
    [InlineData(32, 3)]
    [InlineData(64, 1)]
    [InlineData(64, 2)]
    [InlineData(64, 3)]
    public void Bands_of_every_type_and_layout_are_the_whole_image_to_the_bit(int bits, int format)
    {
        foreach (var layout in Layouts.Where(layout => bits >= 8 || layout.Samples == 1))
        {
            var file = layout with { Bits = bits, Format = format };
            AssertBands(_folder.Write("noise.tif", file.Create()), isLarge: true);
        }
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(16, false)]
    [InlineData(64, true)]
    public void Differences_to_neighbours_are_summed_up_in_bands(int bits, bool isBigEndian)
        => AssertBands(_folder.Write("differences.tif", new PlainTiffFile(Height, Width)
        {
            Bits = bits, IsBigEndian = isBigEndian, IsDeflated = true, Predictor = 2, StripRows = 6,
        }.Create()), isLarge: true);

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    public void Tables_of_colours_are_looked_up_in_bands(int tileSize)
    {
        var file = new PlainTiffFile(Height, Width) { Bits = 8, Photometric = 3, TileSize = tileSize };
        AssertBands(_folder.Write("palette.tif", file.Create()), isLarge: true);
    }

    [Fact]
    public void Planes_behind_one_header_are_read_in_bands()
    {
        string path = _folder.Write("planes.tif", new PlainTiffFile(Height, Width)
        {
            Description = "ImageJ=1.54f\nimages=4\nchannels=2\nframes=2\n", FurtherPlanes = 3,
        }.Create());
        Assert.Equal(2, CellMovie.Open(path).FrameCount);
        AssertBands(path, isLarge: true);
    }

    [Theory]
    [MemberData(nameof(ForeignFiles))]
    public void Files_of_other_programs_are_read_in_bands_as_they_are_read_whole_or_refused_alike(string file)
        => AssertBands(Path.Combine(Files, file), isLarge: false);

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(5, 0, false)]
    [InlineData(5, 0, true)]
    [InlineData(0, 16, false)]
    [InlineData(0, 16, true)]
    public void A_file_that_is_cut_off_is_refused_alike(int stripRows, int tileSize, bool isDeflated)
    {
        byte[] content = new PlainTiffFile(Height, Width) { StripRows = stripRows, TileSize = tileSize, IsDeflated = isDeflated }.Create();
        for (int length = content.Length - 1; length > 0; length -= 197)
        {
            string path = _folder.Write("cut.tif", content[..length]);
            var whole = Assert.Throws<CellSegException>(() => Open(path).ReadFrame(0));
            var bands = Assert.Throws<CellSegException>(() => Open(path).OpenRows(0, bandBytes: 1));
            Assert.Equal((whole.Target, whole.Reason), (bands.Target, bands.Reason));
        }
    }

    [Fact]
    public void A_damaged_strip_is_refused_when_its_band_is_read_and_never_black()
    {
        byte[] content = new PlainTiffFile(Height, Width) { StripRows = 5, IsDeflated = true }.Create();
        // Into the last strip, which has the rows from 35.
        content.AsSpan(content.Length - 40, 20).Clear();
        string path = _folder.Write("damaged.tif", content);
        Assert.Throws<CellSegException>(() => Open(path).ReadFrame(0));
        var rows = Open(path).OpenRows(0, bandBytes: 1);
        var values = new float[Height * Width];
        rows.ReadRows(0, 35, values);
        for (int i = 0; i < 2; i++)
            Assert.Equal(path, Assert.Throws<CellSegException>(() => rows.ReadRows(34, 2, values)).Target);
    }

    [Fact]
    public void A_single_strip_is_never_all_in_memory()
    {
        const int Size = 1000, BandBytes = 1 << 16;
        string path = _folder.Write("strip.tif", new PlainTiffFile(Size, Size).Create());
        var rows = Open(path).OpenRows(0, BandBytes);
        Assert.IsType<FrameRows>(rows);
        var values = new float[7 * Size];
        long largest = 0;
        for (int top = 0; top + 7 <= Size; top += 7)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            rows.ReadRows(top, 7, values);
            largest = Math.Max(largest, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        // The stored numbers of a band and twice as many bytes of intensities, where the whole strip has two million.
        Assert.InRange(largest, BandBytes, 8 * BandBytes);
    }

    [Fact]
    public void Rows_out_of_order_and_across_bands_are_those_of_the_image()
    {
        string path = _folder.Write("strips.tif", new PlainTiffFile(Height, Width) { StripRows = 5, IsDeflated = true }.Create());
        var whole = Open(path).ReadFrame(0);
        var rows = Open(path).OpenRows(0, bandBytes: 1);
        foreach (var (top, count) in (ReadOnlySpan<(int, int)>)[(30, 7), (3, 1), (0, 11), (9, 20), (9, 2), (36, 1), (0, Height)])
        {
            var values = new float[count * Width];
            rows.ReadRows(top, count, values);
            Assert.Equal(whole.Pixels[(top * Width)..((top + count) * Width)], values);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.ReadRows(Height - 1, 2, new float[2 * Width]));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.ReadRows(-1, 1, new float[Width]));
    }

    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(16, 0, false)]
    [InlineData(16, 0, true)]
    [InlineData(16, 16, true)]
    public void Rows_of_a_page_are_cut_out_of_its_blocks(int bits, int tileSize, bool isDeflated)
    {
        var file = new PlainTiffFile(Height, Width) { Bits = bits, StripRows = 5, TileSize = tileSize, IsDeflated = isDeflated };
        var page = ImageReader.Open(_folder.Write("page.tif", file.Create()));
        byte[] whole = page.Read(0).Samples;
        var rows = page.OpenRows(0)!;
        int bytes = whole.Length / Height;
        foreach (var (top, count) in (ReadOnlySpan<(int, int)>)[(0, 1), (3, 1), (3, 9), (16, 16), (15, 18), (36, 1), (0, Height)])
        {
            var stored = rows.Read(top, count);
            Assert.Equal((count, Width), (stored.Height, stored.Width));
            Assert.Equal(whole[(top * bytes)..((top + count) * bytes)], stored.Samples);
        }
    }

    [Fact]
    public void Movies_that_are_parts_of_a_file_read_bands_as_the_file_does()
    {
        // More than a band by default.
        string path = _folder.Write("large.tif", new PlainTiffFile(1100, 1000)
        {
            Samples = 3, Description = "ImageJ=1.54f\nimages=2\nframes=2\n", FurtherPlanes = 1,
        }.Create());
        var movie = CellMovie.Open(path);
        foreach (var part in (CellMovie[])[movie, movie.GetFrame(1), movie.GetFrames(1, 1, 0), movie.Select([new ChannelSelector(1), new ChannelSelector(1)])])
        {
            var rows = part.OpenRows();
            Assert.IsNotType<CellImage>(rows);
            RowsReading.AssertSame(part.ReadImage(), rows.ReadBands(300));
        }
        Assert.IsType<CellImage>(new CellMovie("made", "made", 1, movie.ReadImage).OpenRows());
        Assert.Contains("none of number 2", Assert.Throws<CellSegException>(() => movie.OpenRows(2)).Reason, StringComparison.Ordinal);
    }

    private static ImageStack Open(string path, ImageSelection? selection = null) => ImageStack.Open(path, selection ?? ImageSelection.Everything);

    /// <summary>That all frames and choices of a file are read in bands as whole, or refused for the same reason.</summary>
    private static void AssertBands(string path, bool isLarge)
    {
        foreach (var selection in (ImageSelection[])
            [
                ImageSelection.Everything,
                new() { Slice = SliceSelector.MaximumProjection },
                new() { Slice = new SliceSelector(0), Channels = [new ChannelSelector(1), new ChannelSelector(0)] },
            ])
        {
            ImageStack stack;
            try
            {
                stack = Open(path, selection);
            }
            catch (CellSegException)
            {
                // Depth or no image at all, which is seen before any pixel is read.
                continue;
            }
            for (int frame = 0; frame < stack.FrameCount; frame++)
                AssertBands(stack, frame, isLarge && selection.Channels.Count == 0);
        }
    }

    private static void AssertBands(ImageStack stack, int frame, bool isLarge)
    {
        CellImage whole;
        try
        {
            whole = stack.ReadFrame(frame);
        }
        catch (CellSegException e)
        {
            Assert.Equal(e.Reason, Assert.Throws<CellSegException>(() => stack.OpenRows(frame, bandBytes: 1).ReadBands(7)).Reason);
            return;
        }
        foreach (int bandBytes in (int[])[1, 1000])
        {
            var rows = stack.OpenRows(frame, bandBytes);
            if (isLarge && bandBytes == 1)
                Assert.IsType<FrameRows>(rows);
            RowsReading.AssertBands(whole, rows);
        }
        Assert.IsType<CellImage>(stack.OpenRows(frame));
    }
}
