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
        Assert.Equal("0.1 2 NaN", list.ToString());
        ValueList empty = [];
        Assert.Equal("", empty.ToString());
    }
}
