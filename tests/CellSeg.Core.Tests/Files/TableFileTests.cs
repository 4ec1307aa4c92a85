using System.Globalization;
using CellSeg.Core.Tests.Support;
using CellSeg.Files;

namespace CellSeg.Core.Tests.Files;

public sealed class TableFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void The_bytes_are_the_same_in_every_culture(string name)
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
            Row[] rows =
            [
                new("ü, \"a\".tif", null, 0.1 + 0.2, true, [0.5, 1e-7]),
                new(null, -3, double.NaN, false, [], ("Second2", 1.5)),
            ];
            TableFile.Write(_folder["table.csv"], rows, row => row.GetFurther());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
        Assert.Equal(
            "Path,Number,Value,IsTrue,Values,Second2\r\n"
            + "\"ü, \"\"a\"\".tif\",,0.30000000000000004,True,0.5 1E-07,NaN\r\n"
            + ",-3,NaN,False,,1.5\r\n",
            File.ReadAllText(_folder["table.csv"]));
        Assert.Equal((byte)'P', File.ReadAllBytes(_folder["table.csv"])[0]);
    }

    [Fact]
    public void Without_rows_there_is_the_header()
    {
        TableFile.Write<Row>(_folder["table.csv"], []);
        Assert.Equal("Path,Number,Value,IsTrue,Values\r\n", File.ReadAllText(_folder["table.csv"]));
    }

    private sealed class Row(string? path, int? number, double value, bool isTrue, ValueList values, params (string Name, double Value)[] further)
    {
        public string? Path => path;

        public int? Number => number;

        public double Value => value;

        public bool IsTrue => isTrue;

        public ValueList Values => values;

        public IEnumerable<KeyValuePair<string, double>> GetFurther() => further.Select(column => KeyValuePair.Create(column.Name, column.Value));
    }
}
