using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Imaging.Selection;
using CellSeg.Inference;
using CellSeg.Inference.Outputs;

namespace CellSeg.Core.Tests.Inference.Outputs;

public sealed class CsvOutputTests : IDisposable
{
    private static readonly LabelImage Cells = TestImages.Rectangles(TestStack.Size, TestStack.Size, (30, 5, 3, 4), (30, 20, 2, 2));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_a_cell_has_all_channels_of_the_file_also_where_one_was_segmented()
    {
        string stack = TestStack.Write(_folder["movie.tif"], channels: 2, slices: 3, frames: 2);
        var movie = CellMovie.Open(stack, new ImageSelection { Channels = [new ChannelSelector(1)], Slice = new SliceSelector(2) });
        var lines = Write(new SegmentedFrame(movie, 1, movie.ReadImage(1), Cells) { PixelSize = 0.5 });
        Assert.Equal(2, lines.Count);
        Assert.Equal([(stack, "1", "1"), (stack, "1", "2")], lines.Select(line => (line["Path"], line["Frame"], line["Label"])));
        Assert.Equal([("12", "3"), ("4", "1")], lines.Select(line => (line["Area"], line["AreaMicrometer2"])));
        // Frame 1, slice 2: planes 11 and 12.
        Assert.All(lines, line => Assert.Equal(("11", "12"), (line["MeanIntensity"], line["MeanIntensity2"])));
    }

    [Fact]
    public void A_movie_of_a_data_set_has_its_own_channels_and_a_single_image_no_frame()
    {
        var image = new CellImage(1, TestStack.Size, TestStack.Size, [.. Enumerable.Repeat(3.25f, Cells.Pixels.Length)]) { ChannelNames = ["DAPI"] };
        var line = Write(new SegmentedFrame(new CellMovie("a", "set/a", 1, _ => image), 0, image, Cells))[0];
        Assert.Equal(("set/a", "", "3.25", "DAPI"), (line["Path"], line["Frame"], line["MeanIntensity"], line["ChannelNames"]));
        Assert.Equal(("", "NaN"), (line["PixelSize"], line["AreaMicrometer2"]));
        Assert.DoesNotContain("MeanIntensity2", line.Keys);
    }

    [Fact]
    public void Without_cells_there_is_the_header_alone()
    {
        var image = new CellImage(1, 2, 2, new float[4]);
        Assert.Empty(Write(new SegmentedFrame(new CellMovie("a", "a", 1, _ => image), 0, image, new LabelImage(2, 2))));
        Assert.StartsWith("Path,Frame,Label,CellCount,Area,", File.ReadAllText(_folder["cells.csv"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 0.5)]
    [InlineData(0.25, 0.25)]
    public void The_pixel_size_that_a_data_set_was_given_goes_before_that_of_its_files(double? given, double expected)
    {
        var movie = new CellMovie("a", "a", 1, _ => new CellImage(1, 1, 1, [1])) { PixelSize = 0.5 };
        Assert.Equal(expected, Assert.Single(SegmentationInput.FromDataset(new CellDataset("set", "set", [movie], given))).PixelSize);
    }

    private List<Dictionary<string, string>> Write(SegmentedFrame frame)
    {
        SegmentationOutputs.Csv.Write(_folder["cells.csv"], frame);
        string[][] lines = [.. File.ReadAllLines(_folder["cells.csv"]).Select(line => line.Split(','))];
        return [.. lines[1..].Select(line => lines[0].Zip(line).ToDictionary(pair => pair.First, pair => pair.Second))];
    }
}
