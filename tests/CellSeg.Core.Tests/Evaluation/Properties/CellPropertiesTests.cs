using System.Text.Json;
using CellSeg.Evaluation.Properties;
using CellSeg.Files;
using CellSeg.Imaging;

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
        var cells = CellProperties.Measure(labels, planes);
        var expected = testCase.GetProperty("cells").EnumerateArray().ToList();
        Assert.Equal(expected.Count, cells.Count);
        for (int i = 0; i < cells.Count; i++)
        {
            foreach (var property in expected[i].EnumerateObject())
            {
                object actual = typeof(CellProperty).GetProperty(property.Name)!.GetValue(cells[i])!;
                string what = $"{property.Name} of cell {cells[i].Label}";
                if (actual is ValueList channels)
                    AssertClose(property.Value.Deserialize<double[]>()!, [.. channels], what);
                else
                    AssertClose([property.Value.GetDouble()], [Convert.ToDouble(actual, null)], what);
            }
        }
    }

    [Fact]
    public void Without_an_image_there_are_no_intensities()
    {
        var cell = Assert.Single(CellProperties.Measure(new LabelImage(1, 3, [0, 4, 4])));
        Assert.Equal((4, 2, 0.0, 1.5), (cell.Label, cell.Area, cell.CentroidRow, cell.CentroidColumn));
        Assert.Empty(cell.MeanIntensity);
    }

    [Fact]
    public void An_image_without_cells_has_no_records()
        => Assert.Empty(CellProperties.Measure(new LabelImage(3, 3)));

    [Fact]
    public void Planes_of_another_size_are_an_error()
        => Assert.Throws<CellSegException>(() => CellProperties.Measure(new LabelImage(3, 3), new float[10]));

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
