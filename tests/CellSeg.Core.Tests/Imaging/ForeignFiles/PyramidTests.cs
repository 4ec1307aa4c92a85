using CellSeg.Datasets;
using CellSeg.Imaging.Selection;

namespace CellSeg.Core.Tests.Imaging.ForeignFiles;

public sealed class PyramidTests
{
    private static readonly float[] Full = ForeignFile.Scaled(value => value * 16);

    [Theory]
    [InlineData("pages_pyramid.tif")]
    [InlineData("levels_first.tif")]
    [InlineData("subifd.ome.tif")]
    public void A_pyramid_is_one_image_of_its_full_resolution(string name)
    {
        string path = ForeignFile.Find("pyramid", name);
        var movie = CellMovie.Open(path);
        Assert.Equal(1, movie.FrameCount);
        var image = movie.ReadImage();
        Assert.Equal((1, ForeignFile.Height, ForeignFile.Width), (image.Channels, image.Height, image.Width));
        Assert.Equal(Full, image.Pixels);
        var labels = CellMovie.OpenLabels(path);
        Assert.Equal(1, labels.FrameCount);
        Assert.Equal(Full.Select(value => (int)value), labels.ReadLabels().Pixels);
    }

    [Fact]
    public void The_channels_of_a_pyramid_are_told_from_its_levels()
    {
        string path = ForeignFile.Find("pyramid", "subifd_big.ome.tif");
        var movie = CellMovie.Open(path);
        Assert.Equal(1, movie.FrameCount);
        var image = movie.ReadImage();
        Assert.Equal(["DAPI", "GFP"], image.ChannelNames);
        Assert.Equal([.. Full, .. Full.Select(value => 4095 - value)], image.Pixels);
        var green = CellMovie.Open(path, new ImageSelection { Channels = [new ChannelSelector("gfp")] }).ReadImage();
        Assert.Equal(Full.Select(value => 4095 - value), green.Pixels);
    }
}
