using System.IO.Compression;
using System.Text.Json;
using CellSeg.Core.Tests.Evaluation;
using CellSeg.Core.Tests.Imaging.Morphology;
using CellSeg.Core.Tests.Imaging.Regions;
using CellSeg.Core.Tests.Support;
using CellSeg.Datasets;
using CellSeg.Imaging;
using CellSeg.Imaging.Regions;
using CellSeg.Imaging.Rows;
using CellSeg.Inference.Outputs;

namespace CellSeg.Core.Tests.Inference.Outputs;

/// <summary>The files of outlines, read again by what is known of their formats, against the labels that they were made of.</summary>
public sealed class OutlineOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Regions_of_ImageJ_have_the_pixels_of_the_cells_and_are_called_by_their_ids()
    {
        foreach (var labels in RandomLabels())
        {
            var regions = ReadRois(Write(SegmentationOutputs.Roi, labels));
            Assert.Equal(labels.GetAreas().Keys.Select(id => $"{id:D4}"), regions.Select(region => region.Name));
            var found = new LabelImage(labels.Height, labels.Width);
            foreach (var region in regions)
                Paint(found, int.Parse(region.Name, null), region.Rings);
            Assert.Equal(labels.Pixels, found.Pixels);
        }
    }

    [Fact]
    public void A_cell_without_pieces_and_holes_is_a_traced_outline_and_any_other_a_composite()
    {
        var regions = ReadRois(Write(SegmentationOutputs.Roi, Labels.Parse("AA.BBB..C", "A..B.B.C.", "...BBB...")));
        Assert.Equal([8, 1, 1], regions.Select(region => region.Type));
        Assert.Equal([(0, 0, 2, 2), (0, 3, 3, 6), (0, 7, 2, 9)], regions.Select(region => region.Box));
    }

    [Theory]
    [InlineData(40000, 1)]
    [InlineData(1, 100000)]
    public void A_cell_beyond_16_bits_is_a_composite_of_all_its_digits(int top, int left)
    {
        var labels = new FarRows(top, left);
        var region = Assert.Single(ReadRois(Write(SegmentationOutputs.Roi, labels)));
        Assert.Equal(1, region.Type);
        Assert.Equal([new(left, top), new(left + 2, top), new(left + 2, top + 1), new(left, top + 1)], Assert.Single(region.Rings));
    }

    [Fact]
    public void Features_of_GeoJSON_have_the_pixels_of_the_cells_in_closed_rings()
    {
        foreach (var labels in RandomLabels())
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Write(SegmentationOutputs.GeoJson, labels, pixelSize: 0.5)));
            Assert.Equal("FeatureCollection", document.RootElement.GetProperty("type").GetString());
            var areas = labels.GetAreas();
            var features = document.RootElement.GetProperty("features").EnumerateArray().ToList();
            Assert.Equal(areas.Keys, features.Select(feature => feature.GetProperty("properties").GetProperty("label").GetInt32()));
            var found = new LabelImage(labels.Height, labels.Width);
            foreach (var feature in features)
            {
                var properties = feature.GetProperty("properties");
                int id = properties.GetProperty("label").GetInt32();
                Assert.Equal(("Feature", "detection", $"{id}"), (Text(feature, "type"), Text(properties, "objectType"), Text(properties, "name")));
                var measurements = properties.GetProperty("measurements");
                Assert.Equal(
                    (areas[id], areas[id] / 4.0),
                    (measurements.GetProperty("Area px^2").GetInt32(), measurements.GetProperty("Area \u00B5m^2").GetDouble()));
                Paint(found, id, ReadPolygons(feature.GetProperty("geometry")));
            }
            Assert.Equal(labels.Pixels, found.Pixels);
        }
    }

    [Fact]
    public void Without_a_pixel_size_or_a_cell_GeoJSON_says_nothing_of_them()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Write(SegmentationOutputs.GeoJson, Labels.Parse("A"))));
        var measurements = document.RootElement.GetProperty("features")[0].GetProperty("properties").GetProperty("measurements");
        Assert.Equal(["Area px^2"], measurements.EnumerateObject().Select(measurement => measurement.Name));
        using var empty = JsonDocument.Parse(File.ReadAllBytes(Write(SegmentationOutputs.GeoJson, new LabelImage(2, 2))));
        Assert.Equal(0, empty.RootElement.GetProperty("features").GetArrayLength());
        Assert.Empty(ReadRois(Write(SegmentationOutputs.Roi, new LabelImage(2, 2))));
        Assert.Equal("", File.ReadAllText(Write(SegmentationOutputs.Outlines, new LabelImage(2, 2))));
    }

    [Fact]
    public void A_line_of_outlines_is_the_ring_around_the_largest_piece_of_a_cell()
    {
        string path = Write(SegmentationOutputs.Outlines, Labels.Parse("B.AAA", "..A.A", "BBAAA"));
        Assert.Equal("2,0,5,0,5,3,2,3\n0,2,2,2,2,3,0,3\n", File.ReadAllText(path));
        foreach (var labels in RandomLabels())
        {
            string[] lines = File.ReadAllLines(Write(SegmentationOutputs.Outlines, labels));
            var cells = new LabelledCells(labels).Read().ToList();
            Assert.Equal(cells.Count, lines.Length);
            foreach (var (cell, line) in cells.Zip(lines))
            {
                var ring = RingFill.Ring([.. line.Split(',').Select(number => int.Parse(number, null))]);
                bool[] filled = RingFill.Fill(labels.Height, labels.Width, [ring]);
                var largest = OutlineTracer.Trace(cell).OrderByDescending(piece => piece.Area).First();
                Assert.Equal(RingFill.Fill(labels.Height, labels.Width, [largest.Outer]), filled);
            }
        }
    }

    [Fact]
    public void The_same_cells_are_the_same_bytes()
    {
        var labels = TestImages.Rectangles(40, 40, (1, 1, 8, 9), (20, 3, 7, 30), (5, 20, 10, 3));
        foreach (var output in SegmentationOutputs.All)
        {
            byte[] first = File.ReadAllBytes(Write(output, labels));
            Assert.Equal(first, File.ReadAllBytes(Write(output, labels)));
        }
    }

    private string Write(SegmentationOutput output, ILabelRows labels, double? pixelSize = null)
    {
        string path = _folder["cells" + output.Suffix];
        var image = new FlatRows(labels.Height, labels.Width);
        var movie = new CellMovie("a", "a", 1, _ => throw new InvalidOperationException());
        output.Write(path, new SegmentedFrame(movie, 0, image, labels) { PixelSize = pixelSize });
        return path;
    }

    private static IEnumerable<LabelImage> RandomLabels()
    {
        var random = new RandomImages(9);
        return Enumerable.Range(0, 60).Select(_ =>
        {
            int height = random.Next(1, 15), width = random.Next(1, 15);
            return new LabelImage(height, width, [.. random.Labels(height, width, 12).Select(label => label * 977)]);
        });
    }

    private static void Paint(LabelImage labels, int id, IEnumerable<IReadOnlyList<PixelCorner>> rings)
    {
        bool[] mask = RingFill.Fill(labels.Height, labels.Width, rings);
        for (int i = 0; i < mask.Length; i++)
        {
            if (!mask[i])
                continue;
            Assert.Equal(0, labels.Pixels[i]);
            labels.Pixels[i] = id;
        }
    }

    private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();

    private static IEnumerable<IReadOnlyList<PixelCorner>> ReadPolygons(JsonElement geometry)
    {
        var coordinates = geometry.GetProperty("coordinates");
        bool isOne = Text(geometry, "type") == "Polygon";
        Assert.True(isOne || (Text(geometry, "type") == "MultiPolygon" && coordinates.GetArrayLength() > 1));
        foreach (var ring in isOne ? coordinates.EnumerateArray() : coordinates.EnumerateArray().SelectMany(polygon => polygon.EnumerateArray()))
        {
            PixelCorner[] corners = [.. ring.EnumerateArray().Select(corner => new PixelCorner(corner[0].GetInt32(), corner[1].GetInt32()))];
            Assert.Equal(corners[0], corners[^1]);
            yield return corners[..^1];
        }
    }

    private static List<ReadRoi> ReadRois(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return [.. zip.Entries.Select(entry =>
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return ReadRoi.Parse(Path.GetFileNameWithoutExtension(entry.Name), bytes.ToArray());
        })];
    }

    /// <summary>A grey image of any size.</summary>
    private sealed class FlatRows(int height, int width) : IImageRows
    {
        public int Channels => 1;

        public int Height => height;

        public int Width => width;

        public IReadOnlyList<string> ChannelNames => [];

        public void ReadRows(int top, int rows, Span<float> values) => values.Fill(1);
    }

    /// <summary>Two pixels far from the origin.</summary>
    private sealed class FarRows(int top, int left) : ILabelRows
    {
        public int Height => top + 1;

        public int Width => left + 2;

        public int MaxLabel => 1;

        public void ReadRows(int first, int rows, Span<int> labels)
        {
            labels.Clear();
            if (first + rows > top)
                labels.Slice(((top - first) * Width) + left, 2).Fill(1);
        }
    }
}
