using CellSeg.Imaging.Selection;
using System.Globalization;
using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Imaging.Stacks;
using CellSeg.Inference;

namespace CellSeg.Core.Tests.Imaging.Stacks;

public sealed class ImageStackTests : IDisposable
{
    private const string OmeFile = "stack.ome.tif";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("{\"shape\": [6, 2, 3]}")]
    [InlineData("ImageJ=1.53c\nimages=6\n")]
    [InlineData("ImageJ=1.53c\nimages=6\nframes=6\nloop=false\n")]
    [InlineData("<?xml version=\"1.0\"?><OME><BinaryOnly MetadataFile=\"other.companion.ome\" UUID=\"urn:uuid:1\"/></OME>")]
    public void Pages_are_frames_where_nothing_else_is_said(string description)
        => Assert.Equal(["0", "1", "2", "3", "4", "5"], Read(description, pageCount: 6));

    [Theory]
    [InlineData("channels=3\nframes=2\nhyperstack=true", "0 1 2|3 4 5")]
    [InlineData("channels=6\nhyperstack=true\nmode=composite", "0 1 2 3 4 5")]
    [InlineData("channels=1\nslices=1\nframes=6", "0|1|2|3|4|5")]
    public void Channels_of_ImageJ_come_before_frames(string lines, string expected)
        => Assert.Equal(expected.Split('|'), Read($"ImageJ=1.54f\nimages=6\n{lines}\nmin=0.0\n", pageCount: 6));

    [Theory]
    [InlineData("XYCZT", 3, 2, "0 1 2|3 4 5")]
    [InlineData("XYZCT", 3, 2, "0 1 2|3 4 5")]
    [InlineData("XYTCZ", 3, 2, "0 2 4|1 3 5")]
    [InlineData("XYZTC", 2, 3, "0 3|1 4|2 5")]
    [InlineData("nonsense", 2, 3, "0 1|2 3|4 5")]
    public void Planes_of_OME_have_the_order_that_is_said(string order, int channels, int frames, string expected)
        => Assert.Equal(expected.Split('|'), Read(Ome(order, channels, 1, frames), pageCount: 6));

    [Fact]
    public void A_block_of_OME_says_where_its_planes_lie()
    {
        // The second channel stands first; a block without a number of planes is one plane.
        const string blocks = "<TiffData FirstC=\"1\" IFD=\"0\"/><TiffData FirstC=\"0\" IFD=\"1\" PlaneCount=\"1\"/>";

        Assert.Equal(["1 0"], Read(Ome("XYCZT", 2, 1, 1, blocks), pageCount: 2));
        Assert.Equal(["0 1"], Read(Ome("XYCZT", 2, 1, 1, "<TiffData/>"), pageCount: 2));
    }

    [Fact]
    public void A_file_that_is_one_of_several_has_the_planes_that_lie_in_it()
    {
        string Block(int frame, int page, string file)
            => $"<TiffData FirstT=\"{frame}\" IFD=\"{page}\" PlaneCount=\"1\"><UUID FileName=\"{file}\">urn:uuid:{frame}</UUID></TiffData>";
        string blocks = Block(0, 0, "first.ome.tif") + Block(1, 1, "first.ome.tif") + Block(2, 0, OmeFile) + Block(3, 1, OmeFile);

        Assert.Equal(["0", "1"], Read(Ome("XYCZT", 1, 1, 4, blocks), pageCount: 2));
        // One page is a frame even where the file has been renamed, and a single file may have another name than it had.
        Assert.Equal(["0"], Read(Ome("XYCZT", 1, 1, 4, blocks.Replace(OmeFile, "third.ome.tif", StringComparison.Ordinal)), pageCount: 1));
        Assert.Equal(["0 1"], Read(Ome("XYCZT", 2, 1, 1, "<TiffData><UUID FileName=\"before.ome.tif\">urn:uuid:1</UUID></TiffData>"), pageCount: 2));
    }

    [Fact]
    public void Samples_of_a_pixel_are_no_planes()
        => Assert.Equal(["0", "1"], Read(Ome("XYCZT", 3, 1, 2, "<Channel SamplesPerPixel=\"3\"/>"), pageCount: 2));

    [Theory]
    [InlineData("ImageJ=1.53c\nimages=6\nslices=6\n")]
    [InlineData("ImageJ=1.53c\nimages=6\nchannels=2\nslices=3\nhyperstack=true\n")]
    [InlineData("<OME><Image><Pixels DimensionOrder=\"XYZCT\" SizeC=\"2\" SizeZ=\"3\" SizeT=\"1\"/></Image></OME>")]
    public void A_stack_in_depth_is_refused_with_what_to_do(string description)
    {
        var error = Assert.Throws<CellSegException>(() => Read(description, pageCount: 6));
        Assert.Equal(_folder[OmeFile], error.Target);
        Assert.Contains("z-stack", error.Reason, StringComparison.Ordinal);
        Assert.Contains("projection", error.Remedy, StringComparison.Ordinal);
        Assert.Throws<CellSegException>(() => CellMovie.Open(_folder[OmeFile]));
        Assert.Throws<CellSegException>(() => CellMovie.OpenLabels(_folder[OmeFile]));
    }

    [Theory]
    [InlineData("ImageJ=1.53c\nimages=8\nchannels=2\nframes=4\n", 6, "6 pages")]
    [InlineData("ImageJ=1.53c\nimages=3000\nframes=3000\n", 1, "cut off")]
    [InlineData("<OME><Image><Pixels SizeC=\"2\" SizeT=\"4\"/></Image></OME>", 6, "6 pages")]
    [InlineData(
        "<OME><Image><Pixels SizeC=\"2147483647\" SizeZ=\"2147483647\" SizeT=\"2147483647\"><TiffData IFD=\"9\"/></Pixels></Image></OME>",
        6, "6 pages")]
    [InlineData("<OME><Image><Pixels SizeC=\"1\" SizeT=\"2\"><TiffData IFD=\"0\"/><TiffData IFD=\"1\"/></Pixels></Image></OME>", 2, "twice")]
    [InlineData("<OME><Image><Pixels/></Image><Image><Pixels/></Image></OME>", 2, "2 images")]
    [InlineData("<OME><Image>", 2, "OME-XML")]
    [InlineData("<!DOCTYPE OME [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><OME><Image>&x;</Image></OME>", 2, "OME-XML")]
    public void A_description_that_does_not_fit_is_refused(string description, int pageCount, string reason)
        => Assert.Contains(reason, Assert.Throws<CellSegException>(() => Read(description, pageCount)).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_frame_that_is_not_there_is_refused()
    {
        Write("", 2);
        var stack = ImageStack.Open(_folder[OmeFile], ImageSelection.Everything);
        Assert.Throws<CellSegException>(() => stack.ReadFrame(2));
        Assert.Throws<CellSegException>(() => stack.ReadFrame(-1));
    }

    [Fact]
    public void The_channel_of_a_stack_is_chosen_for_segmentation()
    {
        Write("ImageJ=1.54f\nimages=4\nchannels=2\nframes=2\nhyperstack=true\n", 4);
        var inputs = SegmentationInput.FromFile(_folder[OmeFile], new ImageSelection { Channels = [new ChannelSelector(1)] });
        Assert.Equal(["stack_t0001", "stack_t0002"], inputs.Select(input => input.Name));
        Assert.Equal([1, 3], inputs.Select(input => input.Movie.ReadImage(input.Frame).Pixels[0]));
        var movie = CellMovie.Open(_folder[OmeFile]);
        Assert.Equal(0.5f, movie.ReadImage().ToGrey().Pixels[0]);
        Assert.Throws<CellSegException>(() => movie.Select([new ChannelSelector(2)]).ReadImage());
    }

    [Theory]
    [InlineData("xyc_16bit__nuclei_tubulin.tif", 1, 2)]
    [InlineData("laptrack_nuclei_6frames.tif", 6, 1)]
    [InlineData("xy_16bit__nuclei_with_background.tif", 1, 1)]
    public void Files_from_laboratories_have_their_frames_and_channels(string name, int frames, int channels)
    {
        var stack = ImageStack.Open(SharedFile.Find($"data/formats/{name}"), ImageSelection.Everything);
        Assert.Equal(frames, stack.FrameCount);
        var image = stack.ReadFrame(frames - 1);
        Assert.Equal(channels, image.Channels);
        Assert.True(image.Plane(channels - 1).ContainsAnyExcept(image.Pixels[0]));
    }

    /// <summary>The frames of a file, each as the numbers of its pages in the order of its channels.</summary>
    private IEnumerable<string> Read(string description, int pageCount)
    {
        Write(description, pageCount);
        var stack = ImageStack.Open(_folder[OmeFile], ImageSelection.Everything);
        return [.. Enumerable.Range(0, stack.FrameCount).Select(frame =>
        {
            var image = stack.ReadFrame(frame);
            Assert.Equal((2, 3), (image.Height, image.Width));
            return string.Join(' ', Enumerable.Range(0, image.Channels).Select(channel => image.Plane(channel)[5].ToString(CultureInfo.InvariantCulture)));
        })];
    }

    /// <summary>Writes a TIFF of pages with 2 x 3 pixels, each full of its own number.</summary>
    private void Write(string description, int pageCount)
        => TestStack.Write(_folder[OmeFile], description, 2, 3, [.. Enumerable.Range(0, pageCount).Select(page => Enumerable.Repeat((byte)page, 6).ToArray())]);

    private static string Ome(string order, int channels, int slices, int frames, string content = "")
        => $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0">
            <Pixels DimensionOrder="{order}" SizeC="{channels}" SizeZ="{slices}" SizeT="{frames}" SizeX="3" SizeY="2" Type="uint8">{content}</Pixels>
            </Image></OME>
            """;
}
