using System.Text.Json;

namespace CellSeg.Core.Tests.Cases;

/// <summary>Reads the reference vectors that are copied beside the tests.</summary>
internal static class CaseFile
{
    public static JsonElement Read(string name)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Cases", name));
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    public static int[] ReadLabels(JsonElement rows)
        => [.. rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetInt32())];

    public static float[] ReadMap(JsonElement rows)
        => [.. rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetSingle())];

    public static void AssertClose(float[] expected, float[] actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance))
                Assert.Fail($"Value {i} is {actual[i]:r}, not {expected[i]:r}.");
        }
    }
}
