using System.Text.Json;
using CellSeg.Core.Tests.Imaging.Morphology;
using CellSeg.Core.Tests.Support;
using CellSeg.Evaluation.Properties;
using CellSeg.Imaging;
using CellSeg.Imaging.Regions;

namespace CellSeg.Core.Tests.Evaluation.Properties;

/// <summary>
/// Against scikit-image's regionprops: the vectors were written by Cases/make_regionprops_cases.py.
/// benchmarks/python/compare_regionprops.py compares whole real label images.
/// </summary>
public sealed class CellPropertiesTests
{
    private const double Tolerance = 1e-6;

    public static TheoryData<int> CaseNumbers => [.. Enumerable.Range(0, Load().Length)];

    [Theory]
    [MemberData(nameof(CaseNumbers))]
    public void Properties_are_those_of_regionprops(int number)
    {
        var testCase = Load()[number];
        int[][] rows = testCase.GetProperty("labels").Deserialize<int[][]>()!;
        var labels = new LabelImage(rows.Length, rows[0].Length, [.. rows.SelectMany(row => row)]);
        float[] planes = [.. testCase.GetProperty("planes").Deserialize<float[][][]>()!.SelectMany(plane => plane).SelectMany(row => row)];
        int channels = planes.Length / labels.Pixels.Length;
        var cells = CellProperties.Measure(labels, new CellImage(channels, labels.Height, labels.Width, planes));
        var expected = testCase.GetProperty("cells").EnumerateArray().ToList();
        Assert.Equal(expected.Count, cells.Count);
        for (int i = 0; i < cells.Count; i++)
        {
            foreach (var property in expected[i].EnumerateObject())
            {
                double actual = Convert.ToDouble(typeof(CellProperty).GetProperty(property.Name)!.GetValue(cells[i]), null);
                string what = $"{property.Name} of cell {cells[i].Label}";
                if (property.Value.ValueKind == JsonValueKind.Array)
                    AssertClose(property.Value.Deserialize<double[]>()!, [actual, .. GetFurther(cells[i], property.Name)], what);
                else
                    AssertClose([property.Value.GetDouble()], [actual], what);
            }
        }
    }

    [Fact]
    public void Without_an_image_there_are_no_intensities()
    {
        var cell = Assert.Single(CellProperties.Measure(new LabelImage(1, 3, [0, 4, 4])));
        Assert.Equal((4, 2.0, 0.0, 1.5), (cell.Label, cell.Area, cell.CentroidRow, cell.CentroidColumn));
        Assert.Equal([double.NaN, double.NaN], [cell.MeanIntensity, cell.StdIntensity]);
        Assert.Empty(cell.GetFurtherIntensities());
    }

    [Fact]
    public void An_image_without_cells_has_a_record_only_when_it_is_asked_for()
    {
        var image = new CellImage(2, 3, 3, new float[18]);
        Assert.Empty(CellProperties.Measure(new LabelImage(3, 3), image));
        var record = Assert.Single(CellProperties.Measure(new LabelImage(3, 3), image, new() { IncludeEmpty = true, Path = "a.tif", PixelSize = 2 }));
        Assert.Equal(("a.tif", 0, null), (record.Path, record.CellCount, record.Label));
        // As many columns as a cell of this image would have, and nothing that a mean would take for a number.
        Assert.Equal(4, record.GetFurtherIntensities().Count());
        Assert.All(
            [record.Area, record.AreaMicrometer2, record.Perimeter, record.MeanIntensity, .. record.GetFurtherIntensities().Select(column => column.Value)],
            value => Assert.Equal(double.NaN, value));
    }

    [Fact]
    public void Values_that_are_not_finite_are_left_out_of_the_intensities()
    {
        var cells = CellProperties.Measure(
            new LabelImage(1, 6, [1, 1, 1, 1, 2, 2]), new CellImage(1, 1, 6, [float.NaN, 4, float.PositiveInfinity, 8, float.NaN, float.NegativeInfinity]));
        Assert.Equal([6, 4, 8, 2], [cells[0].MeanIntensity, cells[0].MinIntensity, cells[0].MaxIntensity, cells[0].StdIntensity]);
        Assert.Equal(
            [double.NaN, double.NaN, double.NaN, double.NaN],
            [cells[1].MeanIntensity, cells[1].MinIntensity, cells[1].MaxIntensity, cells[1].StdIntensity]);
        Assert.Equal((4.0, 2.0), (cells[0].Area, cells[1].Area));
    }

    [Fact]
    public void Channels_are_columns_of_their_own_and_keep_their_names()
    {
        var image = new CellImage(3, 1, 2, [1, 1, 2, 2, 3, 3]) { ChannelNames = ["DAPI", "", "GFP"] };
        var cell = Assert.Single(CellProperties.Measure(new LabelImage(1, 2, [5, 5]), image));
        Assert.Equal(("DAPI; ; GFP", 1.0), (cell.ChannelNames, cell.MeanIntensity));
        Assert.Equal(
            ["MeanIntensity2", "MinIntensity2", "MaxIntensity2", "StdIntensity2", "MeanIntensity3", "MinIntensity3", "MaxIntensity3", "StdIntensity3"],
            cell.GetFurtherIntensities().Select(column => column.Key));
        Assert.Equal([2, 2, 2, 0, 3, 3, 3, 0], cell.GetFurtherIntensities().Select(column => column.Value));
    }

    [Fact]
    public void Pieces_are_counted_by_id_and_joined_by_corners()
    {
        var cells = CellProperties.Measure(Labels.Parse(
            "A.A.B",
            ".A..B",
            "C...B",
            "..D.B"));
        Assert.Equal([1, 1, 1, 1], cells.Select(cell => cell.PieceCount));
        Assert.Equal([3, 2], CellProperties.Measure(Labels.Parse("A.A.B", "B...B", "B...B", "B..AA")).Select(cell => cell.PieceCount ?? 0));
    }

    [Fact]
    public void Numbers_are_the_same_to_the_bit_however_few_rows_are_read_at_a_time()
    {
        var random = new RandomImages(11);
        for (int round = 0; round < 50; round++)
        {
            int height = random.Next(1, 20), width = random.Next(1, 20);
            var labels = new LabelImage(height, width, random.Labels(height, width, 4));
            var image = TestImages.Noise(height, width, round, channels: 2);
            image.Pixels[0] = float.NaN;
            var expected = CellProperties.Measure(labels, image);
            foreach (int rows in (int[])[1, 2, 7])
            {
                var cells = CellProperties.Measure(new LabelledCells(labels, rows), image).ToList();
                Assert.Equal(expected.Select(Describe), cells.Select(Describe));
            }
        }

        // Every property with all its digits; lists by their values.
        static string Describe(CellProperty cell)
            => string.Join(' ', [cell with { Intensities = [] }, cell.MeanIntensity, cell.StdIntensity, .. cell.GetFurtherIntensities()]);
    }

    [Fact]
    public void A_cell_at_the_border_is_told_from_one_inside()
    {
        var cells = CellProperties.Measure(Labels.Parse(
            "AA......",
            "..B..C.D",
            ".....C..",
            ".....CE.",
            "......E."));
        Assert.Equal([true, false, false, true, true], cells.Select(cell => cell.IsAtBorder));
    }

    [Fact]
    public void Micrometres_stand_beside_pixels_where_the_size_of_a_pixel_is_known()
    {
        var cell = Assert.Single(CellProperties.Measure(Labels.Parse("AAA", "AAA"), options: new() { PixelSize = 0.5 }));
        Assert.Equal(
            [cell.Area / 4, cell.Perimeter / 2, cell.MajorAxis / 2, cell.MinorAxis / 2, cell.EquivalentDiameter / 2],
            [cell.AreaMicrometer2, cell.PerimeterMicrometer, cell.MajorAxisMicrometer, cell.MinorAxisMicrometer, cell.EquivalentDiameterMicrometer]);
        Assert.Equal((6.0, 0.5), (cell.Area, cell.PixelSize));
        var unknown = Assert.Single(CellProperties.Measure(Labels.Parse("AAA", "AAA")));
        Assert.Equal((null, double.NaN, double.NaN), (unknown.PixelSize, unknown.AreaMicrometer2, unknown.MajorAxisMicrometer));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_pixel_size_that_is_none_is_an_error(double size)
        => Assert.Equal("PixelSize", Assert.Throws<CellSegException>(() => new CellPropertyOptions { PixelSize = size }.Validate()).Target);

    [Fact]
    public void An_image_of_another_size_is_an_error_with_both_names()
    {
        var error = Assert.Throws<CellSegException>(() => CellProperties.Measure(
            new LabelImage(3, 3), new CellImage(1, 1, 9, new float[9]), new() { Path = "a_labels.tif", ImagePath = "a.tif" }));
        Assert.Equal("a_labels.tif", error.Target);
        Assert.Contains("the image a.tif 1 x 9", error.Reason, StringComparison.Ordinal);
    }

    private static IEnumerable<double> GetFurther(CellProperty cell, string name)
        => cell.GetFurtherIntensities().Where(column => column.Key.StartsWith(name, StringComparison.Ordinal)).Select(column => column.Value);

    private static void AssertClose(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"{what}: expected {expected[i]}, is {actual[i]}");
    }

    private static JsonElement[] Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Cases", "regionprops-cases.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(element => element.Clone())];
    }
}
