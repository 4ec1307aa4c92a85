using System.Globalization;
using CellSeg.Files;

namespace CellSeg.Core.Tests.Files;

public sealed class ValueListTests
{
    [Fact]
    public void Numbers_come_back_in_order_and_as_text()
    {
        ValueList list = [0.1, 2, double.NaN];
        Assert.Equal(3, list.Count);
        Assert.Equal(2, list[1]);
        Assert.Equal([0.1, 2, double.NaN], list);
        Assert.Equal("0.1 2 NaN", list.ToString(null, CultureInfo.InvariantCulture));
        ValueList empty = [];
        Assert.Equal("", empty.ToString());
    }

    [Fact]
    public void Text_has_the_decimal_separator_of_the_numbers_beside_it()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            ValueList list = [0.5, 2];
            Assert.Equal($"{0.5} 2", list.ToString());
            Assert.Equal("0,5 2", list.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
