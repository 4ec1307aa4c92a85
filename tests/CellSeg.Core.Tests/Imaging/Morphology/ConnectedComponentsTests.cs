using CellSeg.Imaging.Morphology;

namespace CellSeg.Core.Tests.Imaging.Morphology;

public sealed class ConnectedComponentsTests
{
    [Theory]
    [InlineData(PixelConnectivity.Four)]
    [InlineData(PixelConnectivity.Eight)]
    public void Components_are_those_of_a_flood_fill_in_raster_order(PixelConnectivity connectivity)
    {
        var images = new RandomImages(3);
        for (int run = 0; run < 2000; run++)
        {
            int height = images.Next(1, 16), width = images.Next(1, 16);
            var values = images.Labels(height, width, images.Next(1, 3));
            var components = new int[values.Length];
            int count = ConnectedComponents.Label<int>(values, height, width, connectivity, components);
            var (expected, expectedCount) = NaiveMorphology.LabelComponents(
                values, height, width, connectivity == PixelConnectivity.Eight);
            Assert.Equal(expectedCount, count);
            Assert.Equal(expected, components);
        }
    }

    [Fact]
    public void Corners_join_only_with_eight_neighbours()
    {
        bool[] mask = [true, false, false, true];
        var components = new int[4];
        Assert.Equal(2, ConnectedComponents.Label<bool>(mask, 2, 2, PixelConnectivity.Four, components));
        Assert.Equal([1, 0, 0, 2], components);
        Assert.Equal(1, ConnectedComponents.Label<bool>(mask, 2, 2, PixelConnectivity.Eight, components));
        Assert.Equal([1, 0, 0, 1], components);
    }
}
