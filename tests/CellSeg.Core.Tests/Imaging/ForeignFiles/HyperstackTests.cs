using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Imaging.Selection;

namespace CellSeg.Core.Tests.Imaging.ForeignFiles;

/// <summary>Plane n of these files is the field + 300 n, which makes later planes brighter everywhere.</summary>
public sealed class HyperstackTests
{
    private const int Step = 300;

    private static readonly ImageSelection Projection = new() { Slice = SliceSelector.MaximumProjection };

    [Theory]
    [InlineData("c2.tif", "0 1")]
    [InlineData("micron_latin1.tif", "0 1")]
    [InlineData("t3z1c2.tif", "0 1|2 3|4 5")]
    [InlineData("one_ifd.tif", "0|1|2")]
    public void A_stack_without_depth_has_its_frames_and_channels(string name, string planes)
        => Assert.Equal(planes, Read(name, ImageSelection.Everything));

    [Theory]
    [InlineData(0, "0 1|8 9|16 17")]
    [InlineData(3, "6 7|14 15|22 23")]
    public void A_slice_of_a_stack_has_its_frames_and_channels(int slice, string planes)
        => Assert.Equal(planes, Read("t3z4c2.tif", ForeignFile.Slice(slice)));

    [Fact]
    public void The_projection_of_a_stack_has_the_brightest_of_its_slices()
    {
        Assert.Equal("6 7|14 15|22 23", Read("t3z4c2.tif", Projection));
        Assert.Equal("2", Read("time_as_slices.tif", Projection));
    }

    [Fact]
    public void A_slice_and_a_channel_are_chosen_together()
        => Assert.Equal("5|13|21", Read("t3z4c2.tif", ForeignFile.Slice(2) with { Channels = [new ChannelSelector(1)] }));

    [Fact]
    public void Labels_of_a_slice_are_read()
    {
        var movie = CellMovie.OpenLabels(ForeignFile.Find("hyperstack", "time_as_slices.tif"), ForeignFile.Slice(1));
        Assert.Equal(1, movie.FrameCount);
        Assert.Equal(ForeignFile.Field.Select(value => value + Step), movie.ReadLabels().Pixels);
    }

    [Theory]
    [InlineData("t3z4c2.tif")]
    [InlineData("time_as_slices.tif")]
    public void A_stack_in_depth_is_refused_without_a_choice(string name)
        => Assert.Contains("z-stack", ForeignFile.AssertNoImage(ForeignFile.Find("hyperstack", name)).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_slice_that_is_not_there_is_refused()
        => ForeignFile.AssertRefused(ForeignFile.Find("hyperstack", "t3z4c2.tif"), path => CellMovie.Open(path, ForeignFile.Slice(4)).ReadImage());

    [Fact]
    public void Slices_are_frames_when_they_are_said_to_be()
    {
        var frames = new ImageSelection { Slice = SliceSelector.Frames };
        Assert.Equal("0|1|2", Read("time_as_slices.tif", frames));
        Assert.Equal(12, CellMovie.Open(ForeignFile.Find("hyperstack", "t3z4c2.tif"), frames).FrameCount);
    }

    [Theory]
    [InlineData("named.tif", 0.25)]
    [InlineData("named_be.tif", null)]
    public void Channels_have_the_names_of_their_planes_and_pixels_a_size_where_they_are_square(string name, double? size)
    {
        string path = ForeignFile.Find("hyperstack", name);
        var movie = CellMovie.Open(path);
        Assert.Equal(size, movie.PixelSize);
        var image = movie.ReadImage(1);
        Assert.Equal(["DAPI", "GFP"], image.ChannelNames);
        var green = CellMovie.Open(path, new ImageSelection { Channels = [new ChannelSelector("gfp")] }).ReadImage(1);
        Assert.Equal(["GFP"], green.ChannelNames);
        Assert.Equal(image.Plane(1).ToArray(), green.Pixels);
        Assert.Equal(3 * 48, green.Pixels[0]);
    }

    [Fact]
    public void A_micro_sign_of_one_byte_is_a_unit()
        => Assert.Equal(0.5, CellMovie.Open(ForeignFile.Find("hyperstack", "micron_latin1.tif")).PixelSize);

    /// <summary>The numbers of the planes that are read, frame by frame.</summary>
    private static string Read(string name, ImageSelection selection)
    {
        var movie = CellMovie.Open(ForeignFile.Find("hyperstack", name), selection);
        return string.Join('|', Enumerable.Range(0, movie.FrameCount).Select(frame => Name(movie.ReadImage(frame))));
    }

    private static string Name(CellImage image) => string.Join(' ', Enumerable.Range(0, image.Channels).Select(channel =>
    {
        float[] pixels = image.Plane(channel).ToArray();
        int number = (int)pixels[0] / Step;
        Assert.Equal(ForeignFile.Scaled(value => value + (number * Step)), pixels);
        return number;
    }));
}
